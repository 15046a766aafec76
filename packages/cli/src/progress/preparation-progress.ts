import type { ReportProgress } from '@alignclip/core';
import { SingleBar } from 'cli-progress';

/** A bar for each preparation on a terminal, a line at its end elsewhere. */
export function preparationProgress(): { report: ReportProgress; stop: () => void } {
  if (!process.stdout.isTTY) {
    const report: ReportProgress = (what, done, total) => done === total && console.log(`${what}: ${total} ready`);
    return { report, stop: () => undefined };
  }
  let current: { what: string; bar: SingleBar } | undefined;
  const start = (what: string, total: number) => {
    current?.bar.stop();
    current = { what, bar: new SingleBar({ format: '{what} |{bar}| {value}/{total} · {eta_formatted} left' }) };
    current.bar.start(total, 0, { what });
    return current;
  };
  return {
    report: (what, done, total) => (current?.what === what ? current : start(what, total)).bar.update(done),
    stop: () => current?.bar.stop(),
  };
}
