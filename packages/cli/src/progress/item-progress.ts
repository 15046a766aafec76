import { MultiBar } from 'cli-progress';
import { countFormat, itemFormat } from './plain-progress';
import { StepRate } from './step-rate';

export interface ItemProgress {
  show(count: number): void;
  /** Writes a line above the bar; with `write` where there is none. */
  log(line: string, write?: (line: string) => void): void;
  stop(): void;
}

/** Counts items: on a terminal with rate, and with a bar and the time left where the total is known; else a line now and then. */
export function itemProgress(name: string, total?: number): ItemProgress {
  return process.stdout.isTTY ? itemBar(name, total) : itemLines(name);
}

/** Milliseconds between two lines. */
const pause = 3000;

export function itemLines(
  name: string,
  write: (line: string) => void = console.error,
  now: () => number = () => performance.now(),
): ItemProgress {
  let told = now();
  return {
    show: (count) => {
      if (now() - told < pause) return;
      told = now();
      write(`${name}: ${count} so far`);
    },
    log: (line, writeLine = console.log) => writeLine(line),
    stop: () => undefined,
  };
}

function itemBar(name: string, total: number | undefined): ItemProgress {
  const bars = new MultiBar({ hideCursor: true, format: total === undefined ? countFormat : itemFormat });
  const bar = bars.create(total ?? 0, 0, { name, rate: '' });
  const rate = new StepRate(undefined, 'items');
  return {
    show: (count) => bar.update(count, { name, rate: rate.after(count, total) }),
    log: (line) => bars.log(`${line}\n`),
    stop: () => {
      bars.update(); // writes what was logged last
      bars.stop();
    },
  };
}
