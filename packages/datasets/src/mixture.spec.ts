import type { Dataset } from '@alignclip/core';
import { cifar } from './cifar';
import { csv } from './csv';
import { imageFolder } from './image-folder';
import { mixture } from './mixture';
import { shapes } from './shapes';
import { describeDataset, readAll } from './testing';
import { fixture } from './testing/fixtures';
import { webdataset } from './webdataset';

const list = csv({ files: fixture('tables', 'pandas.csv'), imageColumn: 'filepath', captionColumn: 'title' });
/** All in train, so that its texts hold every word. */
const whole = csv({ ...list.options, files: fixture('tables', 'pandas.csv'), splits: { train: ['train', 'val'] } });
const drawn = shapes({ resolution: 8 });
const shards = webdataset({ files: fixture('webdataset', 'shard-*.tar') });
const make = (
  datasets: Parameters<typeof mixture.make>[0]['datasets'] = {
    photos: { dataset: list, weight: 3 },
    drawn: { dataset: drawn },
  },
) => mixture.make({ datasets });

describeDataset('mixture', () => make({ photos: { dataset: whole, weight: 3 }, drawn: { dataset: drawn } }), {
  changed: {
    weight: () => make({ photos: { dataset: list, weight: 2 }, drawn: { dataset: drawn } }),
    member: () => make({ photos: { dataset: list, weight: 3 }, drawn: { dataset: shards } }),
    name: () => make({ images: { dataset: list, weight: 3 }, drawn: { dataset: drawn } }),
  },
  sides: [['train'], ['val'], ['test']],
  conceptOf: ({ id }) => id,
});

describe('mixture', () => {
  const draw = async (dataset: Dataset, batches: number, position?: unknown, size = 2) => {
    const stream = await dataset.stream!('train', {
      seed: 4,
      ...(position !== undefined && { position: position as never }),
    });
    const taken = [];
    for (let i = 0; i < batches; i += 1) taken.push(...(await stream.take(size)));
    const end = JSON.parse(JSON.stringify(stream.position)) as unknown;
    await stream.close();
    return { taken, end, ids: taken.map(({ example }) => example.id) };
  };

  it('draws by weight, each example of training with a number of its own', async () => {
    const { taken, ids } = await draw(await make(), 1000);
    const share = ids.filter((id) => id.startsWith('photos/')).length / ids.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.03);
    expect(new Set(taken.map(({ index }) => index)).size).toBe(2000);
  });

  it('continues from every position, whatever its members are', async () => {
    const dataset = await make({ photos: { dataset: list }, drawn: { dataset: drawn }, shards: { dataset: shards } });
    const whole = (await draw(dataset, 12)).ids;
    for (let stop = 0; stop < 12; stop += 1) {
      const { end } = await draw(dataset, stop);
      expect((await draw(dataset, 12 - stop, end)).ids).toEqual(whole.slice(2 * stop));
    }
  });

  it('takes the splits that are named, by their new names', async () => {
    const renamed = { dataset: drawn, splits: { 'drawn-test': 'test' } };
    const dataset = await make({ photos: { dataset: list }, drawn: renamed });
    expect(dataset.splits).toEqual(expect.arrayContaining(['train', 'drawn-test']));
    expect(dataset.splits).not.toContain('test');
    const plain = await make({ drawn: { dataset: drawn } });
    expect(await readAll(dataset, 'drawn-test')).toEqual(await readAll(plain, 'test'));
    expect((await draw(dataset, 50)).ids.filter((id) => id.startsWith('drawn/'))).toEqual([]); // it trains on nothing
    const unnamed = await make({ photos: { dataset: list }, drawn: { dataset: drawn } });
    expect(await dataset.fingerprint()).not.toBe(await unnamed.fingerprint());
  });

  it('names a split that a member has not', async () => {
    await expect(make({ drawn: { dataset: drawn, splits: { a: 'tset' } } })).rejects.toThrow('did you mean "test"');
    await expect(make({ drawn: { dataset: drawn, splits: {} } })).rejects.toThrow('names none');
  });

  it('gives all examples of a split that any member has, and their own captions', async () => {
    const dataset = await make();
    const read = await readAll(dataset, 'val');
    expect(new Set(read.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['photos', 'drawn']));
    expect(() => dataset.trainingCaption({ ...read[0]!, id: 'other/1' }, {} as never)).toThrow(
      'not an example of this mixture',
    );
  });

  it('lists its texts only if all members do', async () => {
    expect((await make()).texts).toBeDefined();
    expect((await make({ photos: { dataset: list }, shards: { dataset: shards } })).texts).toBeUndefined();
  });

  it('lists the class prompts of members without training examples', async () => {
    const renamed = { dataset: drawn, splits: { test: 'test' } };
    const dataset = await make({ photos: { dataset: list }, drawn: renamed });
    expect(await dataset.texts!()).toEqual(expect.arrayContaining(['a ring', 'a shape in purple']));
  });

  it('lists no texts of other splits than the training ones', async () => {
    const other = await make({ photos: { dataset: list, splits: { train: 'val' } } });
    expect([other.texts, other.trainingCaptions]).toEqual([undefined, undefined]);
    const own = await make({ photos: { dataset: list, splits: { train: 'train' } } });
    expect(await own.trainingCaptions!()).toEqual(
      await (
        await make({ photos: { dataset: list } })
      ).trainingCaptions!(),
    );
  });

  it('unites class sets, but not two of one name that differ', async () => {
    const pets = imageFolder({ files: fixture('image-folder') });
    const small = cifar({ files: fixture('cifar', 'cifar-10-binary.tar.gz') });
    const sets = (await make({ pets: { dataset: pets }, small: { dataset: small } })).classSets;
    expect(sets.map(({ name }) => name)).toEqual(['class', 'cifar10']);
    const others = imageFolder({ files: fixture('coco') });
    await expect(make({ pets: { dataset: pets }, others: { dataset: others } })).rejects.toThrow(
      'the class set "class"',
    );
  });

  it('refuses what is not a data set, unknown ones and positions of other streams', async () => {
    expect(() => make({ a: { dataset: { type: 'csv' } as never } })).toThrow('is not a data set');
    await expect(make({ a: { dataset: { ...list, type: 'cvs' } } })).rejects.toThrow('did you mean "csv"');
    await expect((await make()).stream('train', { seed: 1, position: { drawn: 1, streams: {} } })).rejects.toThrow(
      'no valid position',
    );
  });
});
