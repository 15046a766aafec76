import { csv, shapes, UserError } from 'alignclip';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * `data/captions.csv` has a row for each caption: `image` (a file in the folder), `caption`, and `split` (`train`, `test`).
 * Until it is there, the study runs on shapes that are drawn as they are read. Paths are from the current folder, so that
 * a study that is moved keeps its keys. Throws UserError in a folder below the study, where the list would be overlooked.
 */
export function ownData(folder = 'data') {
  const list = join(folder, 'captions.csv');
  if (existsSync(list)) return csv({ files: list, images: folder, inMemory: true });
  const overlooked = foldersAbove(process.cwd()).find((above) => existsSync(resolve(above, list)));
  if (overlooked !== undefined) throw new UserError(`${list} is in ${overlooked}: run alignclip there`);
  return shapes({ resolution: 32 });
}

const foldersAbove = (folder: string): string[] =>
  dirname(folder) === folder ? [] : [dirname(folder), ...foldersAbove(dirname(folder))];
