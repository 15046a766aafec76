import type { TrainingStep } from '@alignclip/core';
import { SingleBar } from 'cli-progress';
import { barFormat } from './plain-progress';
import { PlainProgress } from './plain-progress';
import { StepRate } from './step-rate';

type ShownStep = Pick<TrainingStep, 'step' | 'steps' | 'losses'>;

/** A bar on a terminal, a line now and then elsewhere. */
export function stepProgress(name: string): { show(step: ShownStep): void; stop(): void } {
  if (!process.stdout.isTTY) {
    const plain = new PlainProgress();
    return {
      show: ({ step, steps, losses }) => plain.show(name, step, steps, losses['L'] ?? NaN),
      stop: () => undefined,
    };
  }
  const bar = new SingleBar({ format: barFormat, hideCursor: true, clearOnComplete: false });
  const rate = new StepRate();
  let running = false;
  return {
    show: ({ step, steps, losses }) => {
      if (!running) bar.start(steps, step - 1, { name, loss: '', rate: '' });
      running = true;
      bar.update(step, { name, loss: (losses['L'] ?? NaN).toFixed(3), rate: rate.after(step, steps) });
    },
    stop: () => bar.stop(),
  };
}
