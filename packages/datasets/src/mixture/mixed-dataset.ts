import {
  contentHash,
  promptsOf,
  unknownName,
  UserError,
  type ClassSet,
  type Dataset,
  type Example,
  type KnownImages,
  type ExampleStream,
  type Random,
  type StreamStart,
} from '@alignclip/core';
import { CorruptLog, isCorrupt } from '../corrupt';
import { itemCount, listPart, storedItems, sumOf, type StoredItem } from '../reading/part';
import { ShuffledStream } from '../reading/shuffled-stream';
import { MixedStream } from './mixed-stream';

export interface Member {
  readonly name: string;
  readonly weight: number;
  readonly dataset: Dataset;
}

/** Data sets one after another; in a stream, each example is from a member drawn by its weight. */
export class MixedDataset implements Dataset {
  readonly name = 'mixture';
  readonly splits: readonly string[];
  readonly classSets: readonly ClassSet[];
  readonly duplicates: 'right' | 'listed';
  readonly texts?: () => Promise<readonly string[]>;
  readonly trainingCaptions?: () => Promise<readonly string[]>;

  constructor(private readonly members: readonly Member[]) {
    this.splits = [...new Set(members.flatMap(({ dataset }) => dataset.splits))];
    this.classSets = united(members);
    this.duplicates = members.every(({ dataset }) => dataset.duplicates === 'listed') ? 'listed' : 'right';
    const training = members.filter(({ dataset }) => dataset.splits.includes('train')).map(({ dataset }) => dataset);
    if (training.every((own) => own.texts !== undefined)) {
      this.texts = async () => [
        ...new Set([...(await all(training, (own) => own.texts!())), ...this.classSets.flatMap(promptsOf)]),
      ];
    }
    if (training.every((own) => own.trainingCaptions !== undefined)) {
      this.trainingCaptions = () => all(training, (own) => own.trainingCaptions!());
    }
  }

  async *examples(split: string, known?: KnownImages): AsyncGenerator<Example> {
    for (const { name, dataset } of this.having(split)) {
      for await (const example of dataset.examples(split, known)) yield { ...example, id: `${name}/${example.id}` };
    }
  }

  async *stored(split: string): AsyncGenerator<StoredItem> {
    for (const { name, dataset } of this.having(split)) {
      for await (const item of storedItems(dataset, split)) {
        yield isCorrupt(item) ? { ...item, damaged: `${name}/${item.damaged}` } : { ...item, id: `${name}/${item.id}` };
      }
    }
  }

  count(split: string): number | undefined {
    return sumOf(this.having(split).map(({ dataset }) => itemCount(dataset, split)));
  }

  async stream(split: string, { seed, position }: StreamStart): Promise<ExampleStream> {
    const sources = this.having(split).map(({ name, weight, dataset }) => ({
      name,
      weight,
      open: (start: StreamStart) => dataset.stream?.(split, start) ?? heldStream(dataset, split, start),
    }));
    return MixedStream.open(sources, seed, position);
  }

  trainingCaption(example: Example, draw: Random): string {
    const at = example.id.indexOf('/');
    const member = this.members.find(({ name }) => name === example.id.slice(0, at));
    if (member === undefined) throw new UserError(`"${example.id}" is not an example of this mixture`);
    return member.dataset.trainingCaption({ ...example, id: example.id.slice(at + 1) }, draw);
  }

  async fingerprint(): Promise<string> {
    const members: unknown[] = [];
    for (const { name, weight, dataset } of this.members) members.push([name, weight, await dataset.fingerprint()]);
    return contentHash({ dataset: this.name, members });
  }

  private having(split: string): readonly Member[] {
    const having = this.members.filter(({ dataset }) => dataset.splits.includes(split));
    if (having.length === 0) throw unknownName('split', split, this.splits);
    return having;
  }
}

/** Throws UserError where two class sets with the same name differ. */
function united(members: readonly Member[]): ClassSet[] {
  const sets = new Map<string, ClassSet>();
  for (const { name, dataset } of members) {
    for (const set of dataset.classSets) {
      const known = sets.get(set.name) ?? set;
      if (contentHash(known) !== contentHash(set)) {
        throw new UserError(
          `mixture: the class set "${set.name}" of "${name}" has other classes than the one of another data set`,
        );
      }
      sets.set(set.name, set);
    }
  }
  return [...sets.values()];
}

async function all(
  datasets: readonly Dataset[],
  textsOf: (dataset: Dataset) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const texts = new Set<string>();
  for (const dataset of datasets) for (const text of await textsOf(dataset)) texts.add(text);
  return [...texts];
}

/** A split that is read into memory, as a stream. */
async function heldStream(dataset: Dataset, split: string, { seed, position }: StreamStart): Promise<ExampleStream> {
  const examples: Example[] = [];
  for await (const example of dataset.examples(split)) examples.push(example);
  const part = listPart(split, examples.length, (index) => {
    const { image, ...rest } = examples[index]!;
    return { ...rest, held: 0, load: () => Promise.resolve(image) };
  });
  const options = { name: dataset.name, seed, lanes: 1, window: 4096, windowBytes: Infinity };
  return new ShuffledStream([part], options, new CorruptLog(dataset.name, 0, 1), position);
}
