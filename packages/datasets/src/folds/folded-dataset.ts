import {
  contentHash,
  type Dataset,
  type Example,
  type Fold,
  type KnownImages,
  promptsOf,
  type Random,
  sha256,
  unknownName,
  UserError,
} from '@alignclip/core';
import { isCorrupt } from '../corrupt';
import { storedItems, type StoredItem } from '../reading/part';

const divided = ['train', 'val', 'test'] as const;
type Side = (typeof divided)[number];

/**
 * The examples of train, val and test together, divided anew by a hash of their ids: a share 1 / of is the test split, as
 * much the val split, the rest trains. A split is read into memory, as the whole of the data is read for each.
 */
export class FoldedDataset implements Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: Dataset['classSets'];
  readonly duplicates: Dataset['duplicates'];
  readonly texts?: () => Promise<readonly string[]>;
  readonly trainingCaptions?: () => Promise<readonly string[]>;
  private readonly pooled: readonly string[];

  /** Throws UserError where the data set has none of train, val and test to divide. */
  constructor(
    private readonly dataset: Dataset,
    private readonly fold: Fold,
  ) {
    const others = dataset.splits.filter((split) => !divided.includes(split as Side));
    this.pooled = dataset.splits.filter((split) => !others.includes(split));
    if (this.pooled.length === 0)
      throw new UserError(`fold: "${dataset.name}" has no split train, val or test to divide`);
    this.name = dataset.name;
    this.splits = [...divided, ...others];
    this.classSets = dataset.classSets;
    this.duplicates = dataset.duplicates;
    if (dataset.trainingCaptions) this.trainingCaptions = () => this.captions('train');
    if (!dataset.texts) return;
    this.texts = async () => {
      const own = await Promise.all(this.splits.map((split) => this.captions(split)));
      return [...new Set([...own.flat(), ...dataset.classSets.flatMap(promptsOf)])];
    };
  }

  async *examples(split: string, known?: KnownImages): AsyncGenerator<Example> {
    for (const own of this.sources(split))
      for await (const example of this.dataset.examples(own, known)) if (this.isIn(split, example.id)) yield example;
  }

  /** Items with images as they are stored, corrupt ones too. */
  async *stored(split: string): AsyncGenerator<StoredItem> {
    for (const own of this.sources(split))
      for await (const item of storedItems(this.dataset, own))
        if (isCorrupt(item) || this.isIn(split, item.id)) yield item;
  }

  /** Not known before all items are read. */
  count(): undefined {
    return undefined;
  }

  trainingCaption(example: Example, draw: Random): string {
    return this.dataset.trainingCaption(example, draw);
  }

  async fingerprint(): Promise<string> {
    return contentHash({ dataset: await this.dataset.fingerprint(), fold: this.fold });
  }

  private sources(split: string): readonly string[] {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    return divided.includes(split as Side) ? this.pooled : [split];
  }

  private isIn(split: string, id: string): boolean {
    return !divided.includes(split as Side) || sideIn(id, this.fold) === split;
  }

  private async captions(split: string): Promise<readonly string[]> {
    const captions = new Set<string>();
    for await (const item of this.stored(split))
      if (!isCorrupt(item)) item.captions.forEach((one) => captions.add(one));
    return [...captions];
  }
}

/** Test is the fold's own window of the hashes, val the one after it. */
function sideIn(id: string, { index, of }: Fold): Side {
  const window = Math.floor((Number.parseInt(sha256(`fold:${id}`).slice(0, 8), 16) / 2 ** 32) * of);
  const after = (window - index + of) % of;
  return after === 0 ? 'test' : after === 1 ? 'val' : 'train';
}
