import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random, UserError } from '@alignclip/core';
import { parquet } from './parquet';
import { describeCorruptReader, readAll } from './testing';
import { fixture } from './testing/fixtures';
import { scratch } from './testing/scratch';

const file = 'x.parquet';
const changed = (change: (bytes: Buffer) => void) => (folder: string) => {
  const bytes = readFileSync(join(folder, file));
  change(bytes);
  writeFileSync(join(folder, file), bytes);
};
const footerLength = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 8);
const another = (name: string) => () => ({ files: fixture('parquet', name) });

describeCorruptReader('parquet', {
  make: parquet.make,
  write: async (folder) => {
    copyFileSync(fixture('parquet', 'four.parquet'), join(folder, file));
    return { files: join(folder, file) };
  },
  main: file,
  hasImageFiles: false,
  own: {
    'a column of another name': {
      damage: () => ({ captionColumn: 'text' }),
      outcome: 'error',
      message: /unknown column/,
    },
    'a column of images for the captions': {
      damage: () => ({ captionColumn: 'image' }),
      outcome: 'error',
      message: /UTF-8/,
    },
    'a column of texts for the images': {
      damage: () => ({ imageColumn: 'caption' }),
      outcome: 'error',
      message: /not a JPEG/,
    },
    'a column of numbers for the captions': {
      damage: another('numbers.parquet'),
      outcome: 'error',
      message: /caption is not a text/,
    },
    'rows without image or caption, empty or not UTF-8': {
      damage: another('odd.parquet'),
      outcome: { read: 4, skipped: 5 },
      message: /no bytes in "image"/,
    },
    'another magic at the end': {
      damage: changed((bytes) => bytes.write('PAR2', bytes.length - 4)),
      outcome: 'error',
      message: /PAR1/,
    },
    'a footer of 4 GB declared': {
      damage: changed((bytes) => bytes.writeUInt32LE(2 ** 32 - 1, bytes.length - 8)),
      outcome: 'error',
    },
    'a footer of no bytes': { damage: changed((bytes) => bytes.writeUInt32LE(0, bytes.length - 8)), outcome: 'error' },
    'a footer of zeros': {
      damage: changed((bytes) => bytes.fill(0, bytes.length - 8 - footerLength(bytes), bytes.length - 8)),
      outcome: 'error',
    },
    'pages of zeros': {
      damage: changed((bytes) => bytes.fill(0, 4, bytes.length - 8 - footerLength(bytes))),
      outcome: 'error',
      message: /x\.parquet: parquet: /,
    },
  },
});

describe('parquet and noise', () => {
  const files = scratch();

  it('never fails otherwise than for the user, whatever byte is another', async () => {
    const sound = readFileSync(fixture('parquet', 'four.parquet'));
    const chance = random('parquet noise');
    const { write } = process.stderr;
    process.stderr.write = () => true;
    const strange: unknown[] = [];
    const peak = process.resourceUsage().maxRSS;
    for (let i = 0; i < 300; i += 1) {
      const bytes = Buffer.from(sound);
      const at = chance.integer(bytes.length);
      bytes[at] = chance.integer(256);
      const dataset = parquet.make({ files: files.write('noise.parquet', bytes), maxCorruptShare: 1 });
      const read = await readAll(dataset, 'train').catch((error: unknown) => error);
      if (!(read instanceof UserError) && !(Array.isArray(read) && read.length <= 4)) strange.push([at, read]);
    }
    process.stderr.write = write;
    expect(strange).toEqual([]);
    expect(process.resourceUsage().maxRSS - peak).toBeLessThan(300 * 1024);
  });
});
