import { random, type Dataset } from '@alignclip/core';
import { catalogue } from './emoji/catalogue';
import { emojiCaptions } from './emoji-captions';
import { describeDataset, readAll } from './testing';

const make = (given: Parameters<typeof emojiCaptions.make>[0] = {}): Dataset =>
  emojiCaptions.make(given, () => undefined);
const emojiOf = new Map(catalogue().map((emoji) => [emoji.code, emoji]));
const codeOf = (id: string) => id.slice(id.indexOf('/') + 1);

describeDataset('emoji-captions', make, {
  changed: {
    drawings: () => make({ drawings: ['twitter', 'google'] }),
    heldOut: () => make({ drawings: ['google'], heldOut: 'twitter' }),
    resolution: () => make({ resolution: 32 }),
    tags: () => make({ tags: 1 }),
    templateShare: () => make({ templateShare: 0.5 }),
    variants: () => make({ variants: 3 }),
  },
  sides: [['train', 'shift'], ['val'], ['test', 'test-shift', 'extreme']],
  conceptOf: ({ id }) => emojiOf.get(codeOf(id))!.concept,
});

describe('emojiCaptions', () => {
  it('shows in training the asked drawings of most emoji, and never the held-out one', async () => {
    const train = await readAll(make(), 'train');
    expect(new Set(train.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['google', 'twitter', 'fluent-3d']));
    expect(train.length).toBeGreaterThan(4000);
  }, 120_000);

  it('pairs one image with one caption in every split but training', async () => {
    const dataset = make();
    for (const split of dataset.splits.filter((name) => name !== 'train')) {
      const captions = (await readAll(dataset, split)).flatMap((example) => example.captions);
      expect(new Set(captions.map((caption) => caption.toLowerCase())).size).toBe(captions.length);
    }
  });

  it('composes on white: no image is mostly black at its corners', async () => {
    const dark: string[] = [];
    for (const split of ['train', 'shift', 'extreme']) {
      for (const { id, image } of await readAll(make(), split)) {
        const { data, width, height } = image;
        const corners = [0, width - 1, (height - 1) * width, height * width - 1].map(
          (pixel) => data[pixel * 3]! + data[pixel * 3 + 1]! + data[pixel * 3 + 2]!,
        );
        if (corners.every((sum) => sum < 60)) dark.push(id);
      }
    }
    expect(dark.length).toBeLessThan(10);
  });

  it('shows the asked number of an emoji’s own tags, others in other epochs', async () => {
    const dataset = make({ tags: 2, templateShare: 0 });
    const example = (await readAll(dataset, 'test')).find(({ id }) => emojiOf.get(codeOf(id))!.tags.length >= 6)!;
    const { name, tags } = emojiOf.get(codeOf(example.id))!;
    const captions = Array.from({ length: 12 }, (_, epoch) => dataset.trainingCaption(example, random(0, epoch)));
    for (const caption of captions) {
      const [label, ...shown] = caption.split(', ');
      expect(label).toBe(name);
      expect(shown.length).toBe(2);
      expect(shown.every((tag) => tags.includes(tag))).toBe(true);
    }
    expect(new Set(captions).size).toBeGreaterThan(3);
  });

  it('shows in training only what it lists as training captions, templates among them', async () => {
    const dataset = make();
    const listed = new Set(await dataset.trainingCaptions!());
    const train = await readAll(dataset, 'train');
    const shown = train.map((example) => dataset.trainingCaption(example, random(example.id)));
    expect(shown.filter((caption) => !listed.has(caption))).toEqual([]);
    expect(shown.some((caption) => caption.endsWith(' emoji'))).toBe(true);
  });

  it('refuses a held-out drawing that training shows, and a drawing given twice', () => {
    expect(() => emojiCaptions({ drawings: ['google'], heldOut: 'google' })).toThrow(
      /heldOut.*"google".*one of the training drawings/,
    );
    expect(() => emojiCaptions({ drawings: ['google', 'google'] })).toThrow(/twice/);
  });

  it('has 9 groups, 42 subgroups, 15 coarse classes and the names', () => {
    expect(make().classSets.map(({ name, classes }) => [name, classes.length])).toEqual([
      ['group', 9],
      ['subgroup', 42],
      ['coarse', 15],
      ['name', catalogue().length],
    ]);
  });
});
