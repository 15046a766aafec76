import { shownText, type ReportProgress } from '@alignclip/core';
import { MultiBar } from 'cli-progress';
import { countFormat, itemFormat, StepRate } from './step-progress';

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

/** Minimum milliseconds between two lines. */
const pause = 3000;

export function itemLines(
  name: string,
  write: (line: string) => void = console.error,
  now: () => number = () => performance.now(),
): ItemProgress {
  let written = now();
  return {
    show: (count) => {
      if (now() - written < pause) return;
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
