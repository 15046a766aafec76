import { type ReportProgress, shownText, timeText, type TrainingStep } from '@alignclip/core';
import { MultiBar, SingleBar } from 'cli-progress';

export interface ItemProgress {
  readonly show: (count: number) => void;
  /** Writes a line above the bar; with `write` if there is no bar. */
  log(line: string, write?: (line: string) => void): void;
  stop(): void;
}

/** Counts items: on a terminal with the rate (and a bar and the time left if the total is known), otherwise a line at intervals. */
export function itemProgress(name: string, total?: number): ItemProgress {
  return process.stdout.isTTY ? itemBar(name, total) : itemLines(name);
}

/** Minimum milliseconds between two lines of items. */
const itemPause = 3000;

export function itemLines(
  name: string,
  write: (line: string) => void = console.error,
  now: () => number = () => performance.now(),
): ItemProgress {
  let written = now();
  return {
    show: (count) => {
      if (now() - written < itemPause) return;
      written = now();
      write(`${name}: ${count} so far`);
    },
    log: (line, writeLine = console.log) => writeLine(line),
    stop: () => undefined,
  };
}

function itemBar(named: string, total: number | undefined): ItemProgress {
  const name = shownText(named);
  const bars = new MultiBar({ hideCursor: true, format: total === undefined ? countFormat : itemFormat });
  const bar = bars.create(total ?? 0, 0, { name, rate: '' });
  const rate = new StepRate(undefined, 'items');
  return {
    show: (count) => bar.update(count, { name, rate: rate.after(count, total) }),
    log: (line) => bars.log(`${shownText(line)}\n`),
    stop: () => {
      bars.update(); // writes the last log lines
      bars.stop();
    },
  };
}

/** A bar per preparation on a terminal, otherwise a line at its end. */
export function preparationProgress(): { report: ReportProgress; stop: () => void } {
  if (!process.stdout.isTTY) {
    const report: ReportProgress = (what, done, total) => done === total && console.log(`${what}: ${total} ready`);
    return { report, stop: () => undefined };
  }
  let current: { what: string; progress: ItemProgress } | undefined;
  const start = (what: string, total: number) => {
    current?.progress.stop();
    current = { what, progress: itemProgress(what, total) };
    return current;
  };
  return {
    report: (what, done, total) => (current?.what === what ? current : start(what, total)).progress.show(done),
    stop: () => current?.progress.stop(),
  };
}

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
const cellPause = 5000;

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
    const due = tenth !== cell.tenth && this.now() - cell.at >= cellPause;
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
