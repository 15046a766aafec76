import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flickr } from './flickr';
import { describeCorruptReader } from './testing';

const skipsOne = { read: 4, skipped: 1 };
const row = (line: string | Uint8Array) => ({
  damage: (folder: string) => appendFileSync(join(folder, 'results.token'), line),
});

describeCorruptReader('flickr', {
  make: flickr.make,
  write: async (folder, images) => {
    for (const { name, bytes } of images) writeFileSync(join(folder, `${name}.png`), bytes);
    const lines = images.map(({ name, caption }) => `${name}.png#0\t${caption}\n`);
    writeFileSync(join(folder, 'results.token'), lines.join(''));
    return { files: join(folder, 'results.token'), images: folder };
  },
  main: 'results.token',
  mainOutcomes: { 'the first half': { read: 2 } },
  own: {
    'a row without a number': {
      ...row('p0.png\ta thing\n'),
      outcome: skipsOne,
      message: /line 5: has no image name/,
    },
    'a row without a caption': { ...row('p0.png#1\n'), outcome: skipsOne, message: /caption is empty/ },
    'a caption that is not UTF-8': {
      ...row(Buffer.from('p0.png#1\ta\xff\n', 'latin1')),
      outcome: skipsOne,
      message: /not UTF-8/,
    },
    'a NUL byte in a name': { ...row('p0\0.png#1\ta\n'), outcome: skipsOne, message: /NUL/ },
    'a missing image': { ...row('gone.png#0\ta\n'), outcome: skipsOne, message: /no such file/ },
    'a name that leads out of the folder': {
      ...row('../../../../etc/passwd#0\ta\n'),
      outcome: skipsOne,
      message: /leads out/,
    },
    'a row of 2 MB': { ...row(`p0.png#1\t${'x'.repeat(2e6)}\n`), outcome: skipsOne, message: /line 5: a row of more/ },
    'columns of another kind': {
      damage: (folder) => writeFileSync(join(folder, 'results.token'), 'a,b\n1,2\n'),
      outcome: 'error',
      message: /expected lines/,
    },
    'a list of captions that is not valid JSON': {
      damage: (folder) => {
        const rows = ['["a"]', '["a"]', '[a]'].map((raw, i) => `"${raw.replaceAll('"', '""')}",train,p${i}.png`);
        writeFileSync(join(folder, 'results.token'), ['raw,split,filename', ...rows].join('\n'));
      },
      outcome: { read: 2, skipped: 1 },
      message: /line 4: has no caption/,
    },
    'a split file that is not there': {
      damage: (folder) => ({ splitFiles: { train: join(folder, 'train.txt') } }),
      outcome: 'error',
      message: /train\.txt": no such file/,
    },
    'a split file with names that have no captions': {
      damage: (folder) => {
        writeFileSync(join(folder, 'train.txt'), 'p0.png\np1.png\ngone.png\n');
        return { splitFiles: { train: join(folder, 'train.txt') } };
      },
      outcome: { read: 2, skipped: 1 },
      message: /gone\.png: has no captions/,
    },
  },
});
