import type { Dataset, Example } from '@alignclip/core';
import { shapes } from './shapes';
import { concepts } from './shapes/concepts';
import { describeDataset, readAll } from './testing';

const make = (given: Parameters<typeof shapes.make>[0] = {}): Dataset => shapes.make(given);
const conceptOf = ({ id }: Example) => id.split('/').slice(0, 4).join(' ');

describeDataset('shapes', make, {
  changed: {
    resolution: () => make({ resolution: 16 }),
    copies: () => make({ copies: 2 }),
    information: () => make({ information: 0.5 }),
    labelNoise: () => make({ labelNoise: 0.1 }),
    seed: () => make({ seed: 1 }),
  },
  sides: [['train'], ['val'], ['test']],
  conceptOf,
});

describe('shapes', () => {
  const words = async (information: number) =>
    (await readAll(make({ information }), 'train')).map(({ captions }) => captions[0]!.split(' ').length);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  it('shows each combination once over its splits', async () => {
    const all = (await Promise.all(make().splits.map((split) => readAll(make(), split)))).flat();
    expect(new Set(all.map(conceptOf)).size).toBe(concepts.length);
    expect(all.length).toBe(concepts.length);
  });

  it('names all attributes in the caption at information 1, and each combination in another one', async () => {
    const all = await readAll(make(), 'train');
    const { labels, captions } = all[0]!;
    for (const label of Object.values(labels!)) expect(captions[0]).toContain(label);
    expect(new Set(all.map((example) => example.captions[0])).size).toBe(all.length);
  });

  it('names nothing at information 0, and more at higher information', async () => {
    expect(new Set((await readAll(make({ information: 0 }), 'test')).flatMap(({ captions }) => captions))).toEqual(
      new Set(['a shape']),
    );
    const [none, third, most, all] = (await Promise.all([0, 0.3, 0.7, 1].map(words))).map(mean) as [
      number,
      number,
      number,
      number,
    ];
    expect(none).toBeLessThan(third);
    expect(third).toBeLessThan(most);
    expect(most).toBeLessThan(all);
  });

  it('mislabels about the asked share of training, and nothing else', async () => {
    const wrong = ({ id, labels }: Example) => Object.values(labels!).join('/') !== id.split('/').slice(0, 4).join('/');
    const noisy = make({ labelNoise: 0.4 });
    expect(Math.abs(mean((await readAll(noisy, 'train')).map((example) => Number(wrong(example)))) - 0.4)).toBeLessThan(
      0.06,
    );
    expect((await readAll(noisy, 'test')).filter(wrong)).toEqual([]);
  });

  it('makes moved copies of training images', async () => {
    const [first, second] = (await readAll(make({ copies: 2 }), 'train')).filter(
      ({ id }, _, all) => conceptOf(all[0]!) === id.split('/').slice(0, 4).join(' '),
    );
    expect(first!.captions).toEqual(second!.captions);
    expect(Buffer.compare(first!.image.data, second!.image.data)).not.toBe(0);
  });

  it('keeps every shape off the image edge', async () => {
    for (const { image } of await readAll(make(), 'val')) {
      const row = image.data.subarray(0, image.width * 3);
      expect(row.every((byte) => byte === 255)).toBe(true);
    }
  });
});
