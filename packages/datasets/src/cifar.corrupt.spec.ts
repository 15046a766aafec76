import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cifar } from './cifar';
import { imageBytes } from './cifar/batches';
import { describeCorruptReader } from './testing';
import { tarHeader } from './testing/made-tar';

/** A coarse label, a fine one, and an image. */
const row = (label: number) => Buffer.concat([Buffer.from([label, label]), Buffer.alloc(imageBytes, label)]);
const binary = (file: string, content: string | Uint8Array) => (folder: string) =>
  writeFileSync(join(folder, file), content);

/** The same as pickles of protocol 0, `train` being this one. */
const pickled = (train: string | Uint8Array) => (folder: string) => {
  const names = "(lp1\nS'apple'\naS'fish'\na";
  const files = join(folder, 'pickles');
  mkdirSync(files);
  writeFileSync(join(files, 'meta'), `(dp0\nS'fine_label_names'\n${names}sS'coarse_label_names'\n${names}s.`);
  writeFileSync(join(files, 'test'), train);
  writeFileSync(join(files, 'train'), train);
  return { files };
};
const ran = '/tmp/alignclip-a-pickle-was-run';
beforeAll(() => rmSync(ran, { force: true }));
afterAll(() => expect(existsSync(ran)).toBe(false));

describeCorruptReader('cifar', {
  make: cifar.make,
  write: async (folder) => {
    writeFileSync(join(folder, 'train.bin'), Buffer.concat([row(0), row(1), row(2)]));
    writeFileSync(join(folder, 'test.bin'), row(1));
    for (const kind of ['fine', 'coarse']) writeFileSync(join(folder, `${kind}_label_names.txt`), 'a\nb\nc\n');
    return { files: folder };
  },
  main: 'train.bin',
  hasImageFiles: false,
  own: {
    'a label that no class has': {
      damage: binary('train.bin', Buffer.concat([row(0), row(1), row(9), row(2)])),
      outcome: { read: 4, skipped: 1 },
      message: /train\/2: no class has the number 9/,
    },
    'too few names of classes': {
      damage: binary('fine_label_names.txt', 'a\nb\n'),
      outcome: { read: 3, skipped: 1 },
      message: /no class has the number 2/,
    },
    'no names of classes': { damage: binary('fine_label_names.txt', '\n\n'), outcome: 'error', message: /corrupt/ },
    'one byte too many': {
      damage: binary('test.bin', Buffer.concat([row(0), Buffer.alloc(1)])),
      outcome: 'error',
      message: /not a multiple/,
    },
    'a missing file of the other split': {
      damage: (folder) => rmSync(join(folder, 'test.bin')),
      outcome: 'error',
      message: /test\.bin": no such file/,
    },
    'a missing file of names': {
      damage: (folder) => rmSync(join(folder, 'fine_label_names.txt')),
      outcome: 'error',
      message: /is not a CIFAR/,
    },
    'a file of 300 MB': {
      damage: binary('train.bin', Buffer.alloc(300e6)),
      outcome: 'error',
      message: /no CIFAR file is that large/,
    },
    'a tar file that is cut': {
      damage: (folder) => {
        writeFileSync(
          join(folder, 'x.tar'),
          Buffer.concat([
            tarHeader({ name: 'train.bin', size: 9222 }),
            readFileSync(join(folder, 'train.bin')).subarray(0, 5000),
          ]),
        );
        return { files: join(folder, 'x.tar') };
      },
      outcome: 'error',
      message: /ends early/,
    },
    'a tar file of other files': {
      damage: (folder) => {
        writeFileSync(
          join(folder, 'x.tar'),
          Buffer.concat([tarHeader({ name: '../../train.bin' }), Buffer.alloc(1024)]),
        );
        return { files: join(folder, 'x.tar') };
      },
      outcome: 'error',
      message: /is not a CIFAR/,
    },
    'a pickle that runs a command': {
      damage: pickled(`cos\nsystem\n(S'touch ${ran}'\ntR.`),
      outcome: 'error',
      message: /os\.system/,
    },
    'a pickle of other things': {
      damage: pickled("(dp0\nS'x'\nI1\ns."),
      outcome: 'error',
      message: /not a CIFAR batch/,
    },
    'a pickle that is not a dict': { damage: pickled('I1\n.'), outcome: 'error', message: /not a dict/ },
    'a pickle that is cut': { damage: pickled("(dp0\nS'data'\n"), outcome: 'error' },
    'labels without images': {
      damage: pickled("(dp0\nS'fine_labels'\n(lp1\nI1\nasS'data'\nS''\ns."),
      outcome: 'error',
      message: /not a CIFAR batch/,
    },
  },
});
