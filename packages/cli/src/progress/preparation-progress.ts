import type { ReportProgress } from '@alignclip/core';
import { itemProgress, type ItemProgress } from './item-progress';

/** A bar for each preparation on a terminal, a line at its end elsewhere. */
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
