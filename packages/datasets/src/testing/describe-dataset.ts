import { channelsOf, classLabels, random, UserError, type Dataset, type Example } from '@alignclip/core';

/** Gives a new instance each time. */
type Make = () => Dataset | Promise<Dataset>;

/** What the contract suite must know about a data set beyond its contract. */
export interface DatasetFacts {
  /** The same data set with other options, by what is changed. */
  readonly changed: Readonly<Record<string, Make>>;
  /** Splits that share concepts are in one list; no concept may be in two lists. */
  readonly sides: readonly (readonly string[])[];
  conceptOf(example: Example): string;
}

/** All examples of a split, in order. */
export async function readAll(dataset: Dataset, split: string): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of dataset.examples(split)) examples.push(example);
  return examples;
}

/** The contract of `Dataset`. */
export function describeDataset(name: string, make: Make, { changed, sides, conceptOf }: DatasetFacts): void {
  describe(`${name} as a data set`, () => {
    const splits = new Map<string, Example[]>();
    beforeAll(async () => {
      for (const split of (await make()).splits) splits.set(split, await readAll(await make(), split));
    }, 300_000);
    const everything = () => [...splits.values()].flat();

    it('gives the same examples in the same order at every reading', async () => {
      const dataset = await make();
      for (const [split, first] of splits) {
        const again = await readAll(dataset, split);
        expect(again.length).toBe(first.length);
        expect(again.every((example, i) => sameExample(example, first[i]!))).toBe(true);
      }
    });

    it('fills every split, and never uses an id twice within one', () => {
      for (const [split, examples] of splits) {
        expect([split, examples.length > 0]).toEqual([split, true]);
        expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
      }
    });

    it('gives whole images', () => {
      const broken = everything().filter(
        ({ image }) => image.data.length !== image.width * image.height * channelsOf[image.mode],
      );
      expect(broken.map(({ id }) => id)).toEqual([]);
    });

    it('has at least one caption per example, none of them empty', () => {
      expect(
        everything().filter(
          ({ captions }) => captions.length === 0 || captions.some((caption) => caption.trim() === ''),
        ),
      ).toEqual([]);
    });

    it('takes every label from its class set', async () => {
      const { classSets } = await make();
      const classes = new Map(classSets.map((set) => [set.name, new Set(classLabels(set))]));
      for (const set of classSets) {
        expect(set.templates.every((template) => template.includes('{}'))).toBe(true);
      }
      const strangers = everything().flatMap(({ labels = {} }) =>
        Object.entries(labels).filter(([set, label]) => !classes.get(set)?.has(label)),
      );
      expect(strangers).toEqual([]);
    });

    it('shows no concept on two sides', () => {
      expect([...sides].flat().sort()).toEqual([...splits.keys()].sort());
      const concepts = sides.map((side) => new Set(side.flatMap((split) => splits.get(split)!.map(conceptOf))));
      const shared = concepts.flatMap((side, i) =>
        [...side].filter((concept) => concepts.some((other, j) => j < i && other.has(concept))),
      );
      expect(shared).toEqual([]);
    });

    it('draws equal training captions from equal random streams, never an empty one', async () => {
      const dataset = await make();
      for (const example of splits.get(dataset.splits[0]!)!) {
        const caption = dataset.trainingCaption(example, random(1, example.id));
        expect(caption).toBe(dataset.trainingCaption(example, random(1, example.id)));
        expect(caption.trim()).not.toBe('');
      }
    });

    it('lists every caption that training can show, where it lists them', async () => {
      const dataset = await make();
      const listed = await dataset.trainingCaptions?.();
      if (listed === undefined) return;
      const shown = splits
        .get(dataset.splits[0]!)!
        .map((example) => dataset.trainingCaption(example, random(2, example.id)));
      const known = new Set(listed);
      expect(shown.filter((caption) => !known.has(caption))).toEqual([]);
    });

    it('lists in its texts every caption of training, every class prompt and all words of other captions', async () => {
      const dataset = await make();
      if (dataset.texts === undefined) return;
      const texts = await dataset.texts();
      const drawn = splits
        .get(dataset.splits[0]!)!
        .map((example) => dataset.trainingCaption(example, random(example.id)));
      const prompts = dataset.classSets.flatMap(({ classes, templates }) =>
        classes.flatMap((label) => templates.map((template) => template.replaceAll('{}', () => label))),
      );
      const whole = new Set(texts);
      const shown = [...drawn, ...((await dataset.trainingCaptions?.()) ?? []), ...prompts];
      expect(shown.filter((text) => !whole.has(text))).toEqual([]);
      const known = new Set(texts.flatMap(words));
      const captions = everything().flatMap((example) => example.captions);
      expect(captions.flatMap(words).filter((word) => !known.has(word))).toEqual([]);
    });

    it('has a fingerprint that stays with equal options and changes with others', async () => {
      const own = await (await make()).fingerprint();
      expect(await (await make()).fingerprint()).toBe(own);
      const others = await Promise.all(Object.values(changed).map(async (other) => (await other()).fingerprint()));
      expect(new Set([own, ...others]).size).toBe(others.length + 1);
    });

    it('names the nearest split when asked for an unknown one', async () => {
      const dataset = await make();
      const [first] = dataset.splits;
      const reading = readAll(dataset, `${first}x`);
      await expect(reading).rejects.toThrow(UserError);
      await expect(reading).rejects.toThrow(`did you mean "${first}"`);
    });
  });
}

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function sameExample(a: Example, b: Example): boolean {
  const { image, ...rest } = a;
  const { image: other, ...others } = b;
  return JSON.stringify(rest) === JSON.stringify(others) && Buffer.compare(image.data, other.data) === 0;
}
