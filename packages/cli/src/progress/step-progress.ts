import { shownText, timeText, type TrainingStep } from '@alignclip/core';
import { SingleBar } from 'cli-progress';

type ShownStep = Pick<TrainingStep, 'step' | 'steps' | 'losses'>;

/** A bar on a terminal; otherwise a line at intervals. */
export function stepProgress(named: string): { show(step: ShownStep): void; stop(): void } {
  const name = shownText(named);
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

/** Minimum milliseconds between two lines of a cell, except for its first and last step. */
const pause = 5000;

interface Shown {
  readonly rate: StepRate;
  tenth: number;
  at: number;
}

/** Progress where stdout is a file or a pipe: a line at a cell's first step, at each tenth (rate-limited) and at its last step. */
export class PlainProgress {
  private readonly cells = new Map<string, Shown>();

  constructor(
    private readonly write: (line: string) => void = console.log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(name: string, step: number, steps: number, loss: number): void {
    const tenth = Math.floor((step * 10) / steps);
    const known = this.cells.get(name);
    const cell = known ?? { rate: new StepRate(this.now), tenth, at: this.now() };
    this.cells.set(name, cell);
    const rate = cell.rate.after(step, steps);
    const due = tenth !== cell.tenth && this.now() - cell.at >= pause;
    if (known !== undefined && step !== steps && !due) return;
    Object.assign(cell, { tenth, at: this.now() });
    this.write(`${name}: step ${step}/${steps} · loss ${loss.toFixed(3)}${rate}`);
  }
}

/** Measures the rate of steps or other units. The clock starts with the first one, so its set-up cost is not counted. */
export class StepRate {
  private first: { readonly step: number; readonly at: number } | undefined;

  /** `now`: milliseconds. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly unit = 'steps',
  ) {}

  /** " · 12.3 steps/s · 40 s left" after that step; empty before the second step. Without `steps`: only the rate. */
  after(step: number, steps?: number): string {
    const at = this.now();
    this.first ??= { step, at };
    const rate = ((step - this.first.step) / (at - this.first.at)) * 1000;
    if (!(rate > 0 && rate < Infinity)) return '';
    const left = steps === undefined ? '' : ` · ${timeText((steps - step) / rate)} left`;
    return ` · ${rate.toFixed(1)} ${this.unit}/s${left}`;
  }
}

/** Variant and seed, bar, step, loss; `rate` is empty or " · steps per second · time left". */
export const barFormat = '{name} |{bar}| step {value}/{total} · loss {loss}{rate}';

/** Name, bar and number of items; `rate` as above. */
export const itemFormat = '{name} |{bar}| {value}/{total}{rate}';

/** The same where the total is unknown. */
export const countFormat = '{name}: {value} so far{rate}';
