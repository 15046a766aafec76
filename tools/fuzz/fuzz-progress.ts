import { Presets, SingleBar } from 'cli-progress';

export interface FuzzProgress {
  readonly show: (done: number) => unknown;
  readonly log: (line: string) => void;
  readonly stop: () => void;
}

/** A bar on a terminal, otherwise a line every thousand inputs. */
export function fuzzProgress(count: number, minutes: number): FuzzProgress {
  if (!process.stdout.isTTY) {
    const show = (done: number) => done % 1000 === 0 && console.log(`${done} inputs`);
    return { show, log: (line) => console.log(line), stop: () => undefined };
  }
  const start = performance.now();
  const bar = new SingleBar(
    { format: 'fuzz [{bar}] {inputs} inputs | {eta_formatted} left', hideCursor: true },
    Presets.legacy,
  );
  bar.start(Number.isFinite(count) ? count : minutes * 60, 0, { inputs: 0 });
  return {
    show: (done) => bar.update(Number.isFinite(count) ? done : (performance.now() - start) / 1000, { inputs: done }),
    log: (line) => process.stdout.write(`\r\u001b[K${line}\n`),
    stop: () => bar.stop(),
  };
}
