import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../testing/check';
import { checkEvents } from './check-events';
import { findTensorBoard } from './find-tensorboard';

/** `npm run test:tensorboard`: TensorBoard reads the curves of an interrupted run; skipped where it can't be had. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-tensorboard-'));
  try {
    const found = findTensorBoard(folder, (line) => console.log(line));
    if ('reason' in found) return console.log(`test:tensorboard: SKIPPED, ${found.reason}`);
    await checkEvents(found.python, join(folder, 'runs'));
    console.log('test:tensorboard: all as it should be');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runMain(main);
