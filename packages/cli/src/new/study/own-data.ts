import { csv, shapes } from 'alignclip';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `data/captions.csv` has a row for each caption: `image` (a file in the folder), `caption`, and `split` (`train`, `test`).
 * Until it is there, the study runs on shapes that are drawn as they are read.
 */
export function ownData(folder = 'data') {
  const list = join(folder, 'captions.csv');
  return existsSync(list) ? csv({ files: list, images: folder, inMemory: true }) : shapes({ resolution: 32 });
}
