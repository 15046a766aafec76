import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageFolder } from './image-folder';
import { describeCorruptReader } from './testing';

const sound = { read: 4 };
const skipsOne = { read: 4, skipped: 1 };

describeCorruptReader('image-folder', {
  make: imageFolder.make,
  write: async (folder, images) => {
    for (const { name, bytes } of images) {
      mkdirSync(join(folder, 'root', name), { recursive: true });
      writeFileSync(join(folder, 'root', name, 'x.png'), bytes);
    }
    return { files: join(folder, 'root') };
  },
  main: 'root/p0/x.png',
  mainOutcomes: {
    'a missing file': { read: 3 },
    'a folder instead of the file': { read: 3 },
    ...Object.fromEntries(
      [
        'a named pipe that nobody writes into',
        'a link that leads to itself',
        'an empty file',
        'zero bytes',
        'noise of another kind',
        'the first half',
        'the first hundredth',
        'gzipped twice',
        'a gzip file of noise',
        'a gzip file that unpacks to 200 MB',
      ].map((what) => [what, { read: 3, skipped: 1 }]),
    ),
  },
  own: {
    'no folder at all': {
      damage: (folder) => rmSync(join(folder, 'root'), { recursive: true }),
      outcome: 'error',
      message: /cannot read/,
    },
    'a folder without classes': {
      damage: (folder) => {
        rmSync(join(folder, 'root'), { recursive: true });
        mkdirSync(join(folder, 'root'));
      },
      outcome: 'error',
      message: /no class folder/,
    },
    'images beside the folders of classes': {
      damage: (folder) => writeFileSync(join(folder, 'root', 'x.png'), 'x'),
      outcome: sound,
    },
    'a class without images': { damage: (folder) => mkdirSync(join(folder, 'root', 'empty')), outcome: sound },
    'hidden files': { damage: (folder) => writeFileSync(join(folder, 'root', 'p0', '._x.png'), 'x'), outcome: sound },
    'files that are no images': {
      damage: (folder) => writeFileSync(join(folder, 'root', 'p0', 'x.txt'), 'x'),
      outcome: sound,
    },
    'a link to a folder above': {
      damage: (folder) => symlinkSync('..', join(folder, 'root', 'p0', 'up')),
      outcome: sound,
    },
    'a link to a folder that is called an image': {
      damage: (folder) => symlinkSync('..', join(folder, 'root', 'p0', 'up.png')),
      outcome: skipsOne,
      message: /not a file/,
    },
    'a link to a device': {
      damage: (folder) => symlinkSync('/dev/zero', join(folder, 'root', 'p0', 'zero.png')),
      outcome: skipsOne,
      message: /not a file/,
    },
    'a link that leads nowhere': {
      damage: (folder) => symlinkSync('gone', join(folder, 'root', 'p0', 'gone.png')),
      outcome: skipsOne,
      message: /no such file/,
    },
    'an image of 70 MB': {
      damage: (folder) => writeFileSync(join(folder, 'root', 'p0', 'big.png'), Buffer.alloc(70e6)),
      outcome: skipsOne,
      message: /too many for an image/,
    },
    'a name that is not UTF-8': {
      damage: (folder) =>
        void execFileSync('python3', [
          '-c',
          'import os, sys; open(os.fsencode(sys.argv[1]) + b"/\\xff.png", "w").close()',
          join(folder, 'root/p0'),
        ]),
      outcome: skipsOne,
      message: /not UTF-8/,
    },
  },
});
