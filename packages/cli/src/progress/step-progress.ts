import type { TrainingStep } from '@alignclip/core';
import { SingleBar } from 'cli-progress';
import { barFormat } from './bar-format';
import { PlainProgress } from './plain-progress';

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
  let started: { at: number; step: number } | undefined;
  return {
    show: ({ step, steps, losses }) => {
      if (started === undefined) {
        started = { at: performance.now(), step: step - 1 };
        bar.start(steps, started.step, { name, loss: '', rate: '' });
      }
      const rate = (step - started.step) / ((performance.now() - started.at) / 1000);
      bar.update(step, { name, loss: (losses['L'] ?? NaN).toFixed(3), rate: rate.toFixed(1) });
    },
    stop: () => bar.stop(),
  };
}
