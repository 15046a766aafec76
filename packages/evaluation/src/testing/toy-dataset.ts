import { type ClassSet, type Dataset, type Example, type Picture, unknownName } from '@alignclip/core';

/** A picture that says which example it shows: one pixel, the number in its first two bytes. */
export const numberedPicture = (number: number): Picture => ({
  width: 1,
  height: 1,
  mode: 'RGB',
  data: Uint8Array.from([number >> 8, number & 255, 0]),
});

export const pictureNumber = ({ data }: Picture): number => data[0]! * 256 + data[1]!;

/** The examples `Example`s are made of: captions and the label of the class set "kind". */
export interface ToyItem {
  readonly captions: readonly string[];
  readonly kind?: string;
}

/** A data set of given items in one split, "test". */
export function toyDataset(
  items: readonly ToyItem[],
  kinds: readonly string[] = ['cat', 'dog', 'emu', 'fox'],
): Dataset {
  const classSet: ClassSet = { name: 'kind', classes: kinds, templates: ['a {}', 'the {}'] };
  async function* examples(split: string): AsyncGenerator<Example> {
    if (split !== 'test') throw unknownName('split', split, ['test']);
    for (const [i, { captions, kind }] of items.entries()) {
      yield { id: `item-${i}`, image: numberedPicture(i), captions, ...(kind !== undefined && { labels: { kind } }) };
    }
  }
  return {
    name: 'toy',
    splits: ['test'],
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
