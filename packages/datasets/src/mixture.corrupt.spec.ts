import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, type Dataset } from '@alignclip/core';
import { csv } from './csv';
import { mixture } from './mixture';
import { isCorrupt } from './corrupt';
import { storedItems } from './reading/part';
import { readAll } from './testing';
import { madeImage } from './testing/corrupt-images';
import { madeTar } from './testing/made-tar';
import { scratch } from './testing/scratch';
import { webdataset } from './webdataset';

const files = scratch();
let number = 0;

/** Four listed images and a row too short; three samples in a shard, of which one has no image file. */
async function corruptFiles(): Promise<string> {
  const folder = files.path(`case ${(number += 1)}`);
  mkdirSync(folder);
  const images = await Promise.all([0, 1, 2, 3].map((i) => madeImage(i)));
  images.forEach((bytes, i) => writeFileSync(join(folder, `p${i}.png`), bytes));
  const rows = images.map((_, i) => `p${i}.png,thing ${i}`);
  writeFileSync(join(folder, 'list.csv'), ['image,caption', ...rows, 'p0.png', ''].join('\n'));
  const members = images
    .slice(0, 3)
    .flatMap((bytes, i) => [
      [`s${i}.png`, i === 1 ? 'no image' : bytes] as const,
      [`s${i}.txt`, `sample ${i}`] as const,
    ]);
  writeFileSync(join(folder, 'shard.tar'), await madeTar(members));
  return folder;
}

interface Shares {
  readonly photos?: number;
  readonly shards?: number;
}

const make = (folder: string, { photos = 0.5, shards = 0.5 }: Shares = {}, inMemory = false) =>
  mixture.make({
    datasets: {
      photos: {
        dataset: csv({ files: join(folder, 'list.csv'), maxCorruptShare: photos, inMemory }),
        splits: { train: 'train' },
      },
      shards: { dataset: webdataset({ files: join(folder, 'shard.tar'), maxCorruptShare: shards }) },
    },
  });

const drawnIds = async (dataset: Dataset, batches: number) => {
  const stream = await dataset.stream!('train', { seed: 1 });
  const ids: string[] = [];
  try {
    for (let i = 0; i < batches; i += 1) ids.push(...(await stream.take(2)).map(({ example }) => example.id));
  } finally {
    await stream.close();
  }
  return ids;
};

const sound = [...[0, 1, 2, 3].map((i) => `photos/p${i}.png`), ...[0, 2].map((i) => `shards/shard.tar/s${i}`)];

describe('mixture and damage', () => {
  let said = '';
  beforeEach(() => {
    said = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said += String(text)), true));
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['read in order', async (dataset: Dataset) => (await readAll(dataset, 'train')).map(({ id }) => id)],
    ['drawn by weight', (dataset: Dataset) => drawnIds(dataset, 30)],
  ])('skips what is corrupt in a part and names the part, %s', async (_how, read) => {
    const folder = await corruptFiles();
    expect([...new Set(await read(await make(folder)))].sort()).toEqual(sound);
    expect(said).toMatch(/^photos \(csv\): skipped .*list\.csv: line 6: 1 fields; the header has 2$/m);
    expect(said).toMatch(/^shards \(webdataset\): skipped shard\.tar\/s1: /m);
  });

  it('does so in a part that lies in memory', async () => {
    const ids = await drawnIds(await make(await corruptFiles(), {}, true), 30);
    expect([...new Set(ids)].sort()).toEqual(sound);
    expect(said).toMatch(/^photos \(csv\): skipped .*list\.csv: line 6/m);
  });

  it.each([
    [
      'photos',
      { photos: 0.1 },
      /^photos \(csv\): 1 of \d+ items are corrupt, more than maxCorruptShare = 0.1:\n {2}.*list\.csv: line 6/,
    ],
    ['shards', { shards: 0.1 }, /^shards \(webdataset\): 1 of 3 items are corrupt, .*\n {2}shard\.tar\/s1: /],
  ])('ends where more of %s is corrupt than that part allows', async (_part, shares, message) => {
    const folder = await corruptFiles();
    for (const read of [
      (dataset: Dataset) => readAll(dataset, 'train'),
      (dataset: Dataset) => drawnIds(dataset, 100),
    ]) {
      const error: unknown = await read(await make(folder, shares)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toMatch(message);
    }
  });

  it('says which part is missing', async () => {
    const none = { files: files.path('none.csv') };
    await expect(mixture.make({ datasets: { photos: { dataset: csv(none) } } })).rejects.toThrow(
      `mixture: "photos": cannot read "${none.files}": no such file`,
    );
    const shards = webdataset({ files: files.path('gone-*.tar') });
    await expect(mixture.make({ datasets: { shards: { dataset: shards } } })).rejects.toThrow(
      /^mixture: "shards": .*gone-\*\.tar" matches no file/,
    );
    const gone = webdataset({ files: files.path('gone.tar') });
    const dataset = await mixture.make({ datasets: { shards: { dataset: gone } } });
    await expect(readAll(dataset, 'train')).rejects.toThrow(`cannot read "${files.path('gone.tar')}": no such file`);
    await expect(drawnIds(dataset, 1)).rejects.toThrow(`cannot read "${files.path('gone.tar')}": no such file`);
  });

  it('shows the damage of its parts to those that look at all that is stored', async () => {
    const damage: string[] = [];
    const ids: string[] = [];
    for await (const item of storedItems(await make(await corruptFiles()), 'train'))
      if (isCorrupt(item)) damage.push(item.damaged);
      else ids.push(item.id);
    expect(damage).toEqual([expect.stringMatching(/^photos\/.*list\.csv: line 6$/)]);
    expect(ids).toEqual(expect.arrayContaining(sound));
  });
});
