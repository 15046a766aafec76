import type { BatchStatus } from '@alignclip/launchers';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What the merge job of an array has printed, once it has; half a minute at most. */
export async function untilMerged({ folder }: BatchStatus): Promise<string> {
  const path = join(folder, 'merge.txt');
  const text = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  for (let i = 0; i < 150 && !/ of \d+ done/.test(text()); i += 1) await wait(200);
  return text();
}
