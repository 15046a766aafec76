import { UserError } from '@alignclip/core';
import { emojiCaptions } from './emoji-captions';
import { catalogue } from './emoji/catalogue';
import { fold } from './fold';
import { FoldedDataset } from './folds/folded-dataset';
import { shapes } from './shapes';
import { describeDataset, readAll } from './testing/describe-dataset';

const small = shapes({ resolution: 8 });
const make = (index: number, of = 4, dataset = small) => fold.make({ dataset, of, index }, () => undefined);
/** By image, as data are that don't say what their images show. */
const byImage = (index: number) => new FoldedDataset(shapes.make({ resolution: 8 }), { index, of: 4 });
const idsOf = async (index: number, split: string) => (await readAll(byImage(index), split)).map(({ id }) => id);
const combinationOf = (id: string) => id.split('/').slice(0, 4).join(' ');

describeDataset('fold', () => make(1), {
  changed: {
    index: () => make(2),
    of: () => make(1, 5),
    dataset: () => make(1, 4, shapes({ resolution: 8, information: 0.5 })),
  },
  sides: [['train'], ['val'], ['test']],
  conceptOf: ({ id }) => id,
});

describe('fold', () => {
  it('tests each image in exactly one fold, and trains on no image that it tests', async () => {
    const original = shapes.make({ resolution: 8 });
    const all = (await Promise.all(['train', 'val', 'test'].map((split) => readAll(original, split)))).flat();
    const tested = (await Promise.all([0, 1, 2, 3].map((index) => idsOf(index, 'test')))).flat();
    expect([...tested].sort()).toEqual(all.map(({ id }) => id).sort());
    const [train, val, test] = await Promise.all(['train', 'val', 'test'].map((split) => idsOf(0, split)));
    expect(new Set([...train!, ...val!, ...test!]).size).toBe(all.length);
    expect(test!.length / all.length).toBeCloseTo(0.25, 1);
    expect(train!.length / all.length).toBeCloseTo(0.5, 1);
  });

  it('divides shapes by combination, whose copies are on one side, the first fold as they come', async () => {
    const copies = shapes({ resolution: 8, copies: 3 });
    const shownIn = async (index: number, split: string) => {
      const examples = await readAll(await make(index, 10, copies), split);
      return new Set(examples.map(({ id }) => combinationOf(id)));
    };
    const original = shapes.make({ resolution: 8, copies: 3 });
    for (const split of ['train', 'val', 'test'])
      expect(await shownIn(0, split)).toEqual(
        new Set((await readAll(original, split)).map(({ id }) => combinationOf(id))),
      );
    const tested = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => shownIn(index, 'test')));
    expect(new Set(tested.flatMap((own) => [...own])).size).toBe(tested.reduce((sum, { size }) => sum + size, 0));
    const trained = await shownIn(3, 'train');
    expect([...tested[3]!].filter((combination) => trained.has(combination))).toEqual([]);
    expect(await (await make(3, 10, copies)).trainingCaptions!()).toHaveLength(trained.size);
  });

  it('divides emoji by concept, the first fold as they come, and none is tested twice', async () => {
    const emoji = (index: number) => make(index, 10, emojiCaptions());
    const original = emojiCaptions.make({}, () => undefined);
    const shownBy = async (index: number) => new Set(await (await emoji(index)).trainingCaptions!());
    expect(await shownBy(0)).toEqual(new Set(await original.trainingCaptions()));
    expect(await (await emoji(0)).fingerprint()).not.toBe(await original.fingerprint());
    const labels = new Set(catalogue().map(({ name }) => name));
    const held = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const shown = [...(await shownBy(index))].join('\n');
        return [...labels].filter((label) => !shown.includes(label));
      }),
    );
    expect(held.every((names) => names.length > 100)).toBe(true);
    expect(new Set(await (await emoji(3)).texts!()).size).toBeGreaterThan(1000);
  });

  it('refuses what has no folds', async () => {
    expect(() => fold({ dataset: small, of: 2, index: 0 })).toThrow(UserError);
    expect(() => fold({ dataset: small, of: 4, index: 4 })).toThrow('must be below of');
    expect(() => fold({ dataset: 'shapes' as never, of: 4, index: 0 })).toThrow('is not a data set');
    const own = { slot: 'dataset' as const, type: 'shape', options: {} };
    await expect(make(0, 4, own)).rejects.toThrow('did you mean "shapes"');
    const unchecked = { slot: 'dataset' as const, type: 'csv', options: {} };
    await expect(make(0, 4, unchecked)).rejects.toThrow('fold: dataset/csv: option "files" is missing');
  });
});
