import {
  contentHash,
  Dataset,
  defineComponent,
  unknownName,
  UserError,
  type AnyComponent,
  type Example,
  type KnownImages,
  type Random,
  type Spec,
} from '@alignclip/core';
import { z } from 'zod';
import { cifar } from './cifar';
import { coco } from './coco';
import { csv } from './csv';
import { flickr } from './flickr';
import { imageFolder } from './image-folder';
import { karpathy } from './karpathy';
import { MixedDataset } from './mixture/mixed-dataset';
import { parquet } from './parquet';
import { itemCount, storedItems, type StoredItem } from './reading/part';
import { StoredDataset } from './reading/stored-dataset';
import { shapes } from './shapes';
import { webdataset } from './webdataset';

const components: readonly AnyComponent[] = [
  webdataset,
  csv,
  coco,
  flickr,
  karpathy,
  cifar,
  imageFolder,
  parquet,
  shapes,
];

const spec = z.custom<Spec<'dataset'>>(
  (value) => z.object({ slot: z.literal('dataset'), type: z.string(), options: z.object() }).safeParse(value).success,
  'is not a data set, such as csv({ … })',
);

const member = z.strictObject({
  dataset: spec.describe('a reader or shapes'),
  weight: z.number().positive().default(1).describe('share of the training examples, relative to the other weights'),
  splits: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe(
      'its splits by their new names, such as { "coco-test": "val" }; others are left out (default: all as named)',
    ),
});

/** Several data sets as one: training draws from each by its weight (docs/components). */
export const mixture = defineComponent(Dataset)({
  type: 'mixture',
  options: z.strictObject({
    datasets: z
      .record(z.string().regex(/^[^/]+$/, 'must not be empty or have a "/"'), member)
      .refine((datasets) => Object.keys(datasets).length > 0, 'names no data set')
      .describe('the data sets by name; ids begin with this name'),
  }),
  create: async ({ datasets }) => {
    const members = [];
    for (const [name, { dataset, weight, splits }] of Object.entries(datasets)) {
      const member = await created(name, dataset);
      members.push({ name, weight, dataset: splits ? new RenamedSplits(member, splits) : member });
    }
    return new MixedDataset(members);
  },
});

async function created(name: string, { type, options }: Spec<'dataset'>): Promise<Dataset> {
  const component = components.find((candidate) => candidate.type === type);
  if (component === undefined) {
    const types = components.map((candidate) => candidate.type);
    throw unknownName('data set of a mixture', type, types);
  }
  try {
    const dataset = (await component.create(options)) as Dataset;
    return dataset instanceof StoredDataset ? dataset.called(`${name} (${type})`) : dataset;
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`mixture: "${name}": ${error.message}`);
    throw error;
  }
}

/** A data set with renamed splits; those that aren't named are left out. */
class RenamedSplits implements Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: Dataset['classSets'];
  readonly duplicates: Dataset['duplicates'];
  readonly texts?: NonNullable<Dataset['texts']>;
  readonly trainingCaptions?: NonNullable<Dataset['trainingCaptions']>;
  readonly stream?: NonNullable<Dataset['stream']>;

  /** `names`: a split of the data set by its new name. Throws UserError where the data set has no such split. */
  constructor(
    private readonly dataset: Dataset,
    private readonly names: Readonly<Record<string, string>>,
  ) {
    this.name = dataset.name;
    this.splits = Object.keys(names);
    this.classSets = dataset.classSets;
    this.duplicates = dataset.duplicates;
    if (this.splits.length === 0) throw new UserError(`splits of "${dataset.name}": names none`);
    const unknown = Object.values(names).find((split) => !dataset.splits.includes(split));
    if (unknown !== undefined) throw unknownName(`split of ${dataset.name}`, unknown, dataset.splits);
    // texts and captions of a data set are those of its own split `train`
    const isTrain = names['train'] === 'train';
    if (isTrain && dataset.texts) this.texts = () => dataset.texts!();
    if (isTrain && dataset.trainingCaptions) this.trainingCaptions = () => dataset.trainingCaptions!();
    if (dataset.stream) this.stream = (split, start) => dataset.stream!(this.own(split), start);
  }

  examples(split: string, known?: KnownImages): AsyncIterable<Example> {
    return this.dataset.examples(this.own(split), known);
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
