import { imageFolder } from '@alignclip/datasets';
import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { drawn } from '../inputs/draw';
import { hostileText } from '../inputs/hostile';
import type { Target } from '../target';
import { fixture } from './places';
import { readDataset } from './read-dataset';

/** Names of files and folders in JSON, made before they are read. */
export const classFolders: Target = {
  name: 'class-folders',
  file: 'folders.json',
  writes: true,
  make: (random) =>
    Buffer.from(JSON.stringify(drawn(random, fc.array(fc.tuple(hostileText, hostileText), { maxLength: 6 })))),
  read: (path, input) => {
    const folder = join(dirname(path), 'classes');
    mkdirSync(folder);
    for (const [name, image] of JSON.parse(Buffer.from(input).toString()) as [string, string][]) {
      try {
        mkdirSync(join(folder, ownName(name)), { recursive: true });
        writeFileSync(join(folder, ownName(name), `${ownName(image)}.png`), fixture('flickr/images/0.png'));
      } catch {
        // a name that no file can have
      }
    }
    return readDataset(imageFolder({ files: folder }));
  },
};

/** Never a path that leads elsewhere. */
const ownName = (name: string): string => (/^\.*$/.test(name) ? 'dots' : name.replaceAll('/', '_'));
