import { contentHash, unknownName, UserError, type Dataset, type Example, type Random } from '@alignclip/core';
import type { StoredItem } from '../stored/stored-example';
import { itemCount, storedItems } from '../stored/stored-items';

/** A data set under our names for its splits; those that aren't named are left out. */
export class RenamedSplits implements Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: Dataset['classSets'];
  readonly texts?: NonNullable<Dataset['texts']>;
  readonly trainingCaptions?: NonNullable<Dataset['trainingCaptions']>;
  readonly stream?: NonNullable<Dataset['stream']>;

  /** `names`: a split of the data set by our name. Throws UserError on one that it doesn't have. */
  constructor(
    private readonly dataset: Dataset,
    private readonly names: Readonly<Record<string, string>>,
  ) {
    this.name = dataset.name;
    this.splits = Object.keys(names);
    this.classSets = dataset.classSets;
    if (this.splits.length === 0) throw new UserError(`splits of "${dataset.name}": names none`);
    const unknown = Object.values(names).find((split) => !dataset.splits.includes(split));
    if (unknown !== undefined) throw unknownName(`split of ${dataset.name}`, unknown, dataset.splits);
    // what a data set tells of its captions it tells of its own split `train`
    const isTrain = names['train'] === 'train';
    if (isTrain && dataset.texts) this.texts = () => dataset.texts!();
    if (isTrain && dataset.trainingCaptions) this.trainingCaptions = () => dataset.trainingCaptions!();
    if (dataset.stream) this.stream = (split, start) => dataset.stream!(this.own(split), start);
  }

  examples(split: string): AsyncIterable<Example> {
    return this.dataset.examples(this.own(split));
  }

  stored(split: string): AsyncIterable<StoredItem> {
    return storedItems(this.dataset, this.own(split));
  }

  count(split: string): number | undefined {
    return itemCount(this.dataset, this.own(split));
  }

  trainingCaption(example: Example, draw: Random): string {
    return this.dataset.trainingCaption(example, draw);
  }

  async fingerprint(): Promise<string> {
    return contentHash([await this.dataset.fingerprint(), this.names]);
  }

  private own(split: string): string {
    if (!Object.hasOwn(this.names, split)) throw unknownName('split', split, this.splits);
    return this.names[split]!;
  }
}
