import { type ClassSet, type Dataset, type Example, type RawImage, unknownName } from '@alignclip/core';

/** An image that says which example it shows: one pixel, the number in its first two bytes. */
export const numberedImage = (number: number): RawImage => ({
  width: 1,
  height: 1,
  mode: 'RGB',
  data: Uint8Array.from([number >> 8, number & 255, 0]),
});

export const imageNumber = ({ data }: RawImage): number => data[0]! * 256 + data[1]!;

/** What an example is made of: captions and the label of the class set "kind". */
export interface ToyItem {
  readonly captions: readonly string[];
  readonly kind?: string;
}

/** A data set of given items, all in the split "test" unless `splits` says which numbers are in which split. */
export function toyDataset(
  items: readonly ToyItem[],
  kinds: readonly string[] = ['cat', 'dog', 'emu', 'fox'],
  splits: Readonly<Record<string, (number: number) => boolean>> = { test: () => true },
): Dataset {
  const classSet: ClassSet = { name: 'kind', classes: kinds, templates: ['a {}', 'the {}'] };
  async function* examples(split: string): AsyncGenerator<Example> {
    const holds = splits[split];
    if (holds === undefined) throw unknownName('split', split, Object.keys(splits));
    for (const [i, { captions, kind }] of items.entries()) {
      if (holds(i))
        yield { id: `item-${i}`, image: numberedImage(i), captions, ...(kind !== undefined && { labels: { kind } }) };
    }
  }
  return {
    name: 'toy',
    splits: Object.keys(splits),
    classSets: [classSet],
    examples,
    trainingCaption: ({ captions }) => captions[0]!,
    fingerprint: () => Promise.resolve('toy'),
  };
}

/** `count` items of four kinds in turn, two captions each: "cat number 0", "cat number 0 again". */
export const toyItems = (count: number): ToyItem[] =>
  Array.from({ length: count }, (_, i) => {
    const kind = ['cat', 'dog', 'emu', 'fox'][i % 4]!;
    return { kind, captions: [`${kind} number ${i}`, `${kind} number ${i} again`] };
  });
