import { Dataset } from '@alignclip/core';
import { compose, Registry, type RunConfig } from '@alignclip/experiment';
import sharp from 'sharp';
import { madeRun } from '../../testing/made-run';
import { Images } from './images';
import { readImages } from './read-images';

const registry = new Registry();
const shapesRun = madeRun('CLIP', 0);
const silent = () => undefined;

async function firstIds(count: number): Promise<string[]> {
  const { dataset } = shapesRun.config;
  const data = await compose({ config: { dataset } as unknown as RunConfig, seed: 0, registry }).get(Dataset);
  const ids: string[] = [];
  for await (const { id } of data.examples('test')) if (ids.push(id) === count) break;
  return ids;
}

describe('readImages', () => {
  it('reads the wanted images of a data set, in the places that were promised', async () => {
    const [first, second] = await firstIds(2);
    const images = new Images();
    expect([images.ask(shapesRun, 'test', second!), images.ask(shapesRun, 'test', first!)]).toEqual([0, 1]);
    const read = await readImages(images, registry, silent);
    expect(read.notes).toEqual([]);
    for (const address of read.images) {
      const [, data] = /^data:image\/webp;base64,(.+)$/.exec(address)!;
      expect(await sharp(Buffer.from(data!, 'base64')).metadata()).toMatchObject({ width: 16, height: 16 });
    }
    expect(read.images[0]).not.toBe(read.images[1]);
  });

  it('leaves out what the data set no longer has, and says so', async () => {
    const [first] = await firstIds(1);
    const images = new Images();
    images.ask(shapesRun, 'test', 'gone');
    images.ask(shapesRun, 'test', first!);
    const { images: read, notes } = await readImages(images, registry, silent);
    expect([read[0], read[1]!.slice(0, 15)]).toEqual(['', 'data:image/webp']);
    expect(notes).toEqual(['Images of split "test": 1 of 2 are no longer in the data set.']);
  });

  it.each([
    ['an unknown data set', { slot: 'dataset', type: 'shappes', options: {} }, 'did you mean "shapes"'],
    ['options that it has not', { slot: 'dataset', type: 'shapes', options: { size: 1 } }, 'unknown option "size"'],
    ['another slot', { slot: 'sharing', type: 'separate', options: {} }, 'the records name no data set'],
  ])('goes without images where a record names %s', async (_what, dataset, reason) => {
    const images = new Images();
    images.ask(madeRun('CLIP', 0, { config: { dataset } }), 'test', 'a');
    const { images: read, notes } = await readImages(images, registry, silent);
    expect(read).toEqual(['']);
    expect(notes[0]).toContain(reason);
  });

  it('goes without images of a split that is none', async () => {
    const images = new Images();
    images.ask(shapesRun, 'tset', 'a');
    expect((await readImages(images, registry, silent)).notes[0]).toContain('did you mean "test"');
  });
});
