import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { karpathy } from './karpathy';
import { describeCorruptReader } from './testing';
import { changed, corruptJson } from './testing/corrupt-json';

interface Split {
  readonly images: Record<string, unknown>[];
}
const file = 'dataset.json';
const losesOne = { read: 3, skipped: 1 };
const second = (change: Record<string, unknown>) =>
  changed<Split>(file, ({ images }) => (images[1] = { ...images[1], ...change }));

describeCorruptReader('karpathy', {
  make: karpathy.make,
  write: async (folder, made) => {
    for (const { name, bytes } of made) writeFileSync(join(folder, `${name}.png`), bytes);
    const images = made.map(({ name, caption }) => ({
      filename: `${name}.png`,
      split: 'train',
      sentences: [{ raw: caption }],
    }));
    writeFileSync(join(folder, file), JSON.stringify({ images }));
    return { files: join(folder, file), images: folder };
  },
  main: file,
  own: {
    ...corruptJson(file, 'images'),
    'an entry without a split': {
      damage: second({ split: null }),
      outcome: losesOne,
      message: /images\[1\]: no texts/,
    },
    'an entry without a name': { damage: second({ filename: 7 }), outcome: losesOne, message: /no texts/ },
    'an entry without sentences': { damage: second({ sentences: [] }), outcome: losesOne, message: /has no caption/ },
    'sentences that are texts': {
      damage: second({ sentences: ['a thing'] }),
      outcome: losesOne,
      message: /is no text/,
    },
    'an empty sentence': {
      damage: second({ sentences: [{ raw: '' }] }),
      outcome: losesOne,
      message: /caption is empty/,
    },
    'a bad sentence among good ones': {
      damage: second({ sentences: [{ raw: 'a' }, { raw: ' ' }, {}, { raw: 'b' }] }),
      outcome: { read: 4, skipped: 2 },
      message: /images\[1\]: caption 2 of 4: the caption is empty\n.* caption 3 of 4: the caption is no text/,
    },
    'a folder that leads out': { damage: second({ filepath: '../../../..' }), outcome: losesOne, message: /leads out/ },
    'an image that is not there': {
      damage: second({ filename: 'gone.png' }),
      outcome: losesOne,
      message: /no such file/,
    },
    'a split that only `splits` knows': {
      damage: () => ({ splits: { train: ['train', 'trian'] } }),
      outcome: 'error',
      message: /unknown split in .*"trian"; did you mean "train"/,
    },
  },
});
