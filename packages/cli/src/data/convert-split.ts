import { classLabels, Interrupted, type Dataset, type ClassSet } from '@alignclip/core';
import {
  CorruptError,
  isCorrupt,
  storedItems,
  tarContent,
  type CorruptItem,
  type StoredItem,
  type TarFile,
  encodePng,
  imageFormat,
  type StoredExample,
} from '@alignclip/datasets';
import { writeFileAtomic } from '@alignclip/formats';
import { join } from 'node:path';
import { keepPlan, openPlan, type ShardPlan } from './shard-plan';

export interface Conversion {
  readonly dataset: Dataset;
  readonly split: string;
  readonly folder: string;
  /** Examples per shard. */
  readonly perShard: number;
  /** Stops the conversion between two examples; finished shards stay. */
  readonly signal?: AbortSignal;
  /** Called for every item of the source, including corrupt ones and those of finished shards. */
  readonly onItem?: (items: number) => void;
  readonly onShard?: (file: string, examples: number) => void;
  readonly onDamage?: (damage: CorruptItem) => void;
}

/**
 * Writes a split as webdataset shards, each atomically. A stopped conversion resumes after its last complete shard and
 * ends with the same bytes. Throws Interrupted if it is stopped, UserError if the folder contains other data.
 */
export async function convertSplit(given: Conversion): Promise<ShardPlan> {
  const { dataset, split, folder, perShard } = given;
  let plan = await openPlan({ folder, source: await dataset.fingerprint(), split, perShard });
  if (plan.complete) return plan;
  const reading = new Reading(given, plan);
  await reading.skip(plan.shards.at(-1)?.items ?? 0);
  while (!reading.ended) {
    const file = `${split}-${String(plan.shards.length).padStart(6, '0')}.tar`;
    const before = reading.examples;
    if (!(await reading.hasMore())) break;
    await writeFileAtomic(join(folder, file), tarContent(reading.samples(perShard)));
    const examples = reading.examples - before;
    plan = { ...plan, shards: [...plan.shards, { file, examples, items: reading.items }], damaged: reading.damaged };
    await keepPlan(folder, plan);
    given.onShard?.(file, examples);
  }
  plan = { ...plan, damaged: reading.damaged, complete: true };
  await keepPlan(folder, plan);
  return plan;
}

/** The items of a split in order, with counts of those read so far. */
class Reading {
  items = 0;
  examples: number;
  damaged: number;
  ended = false;
  private readonly source: AsyncIterator<StoredItem>;
  private ahead: readonly TarFile[] | undefined;

  constructor(
    private readonly given: Conversion,
    { shards, damaged }: ShardPlan,
  ) {
    this.examples = shards.reduce((sum, { examples }) => sum + examples, 0);
    this.damaged = damaged;
    this.source = storedItems(given.dataset, given.split)[Symbol.asyncIterator]();
  }

  async skip(count: number): Promise<void> {
    while (this.items < count && (await this.next()) !== undefined);
  }

  /** Whether there is another valid example. */
  async hasMore(): Promise<boolean> {
    this.ahead ??= await this.sample();
    return this.ahead !== undefined;
  }

  /** The files of at most `count` examples. */
  async *samples(count: number): AsyncGenerator<TarFile> {
    for (let taken = 0; taken < count && (await this.hasMore()); taken += 1) {
      yield* this.ahead!;
      this.ahead = undefined;
      this.examples += 1;
    }
  }

  private async sample(): Promise<readonly TarFile[] | undefined> {
    for (let item = await this.next(); item !== undefined; item = await this.next()) {
      const files = isCorrupt(item) ? item : await this.loaded(item);
      if (!isCorrupt(files)) return files;
      this.damaged += 1;
      this.given.onDamage?.(files);
    }
    return undefined;
  }

  private async next(): Promise<StoredItem | undefined> {
    if (this.given.signal?.aborted)
      throw new Interrupted('stopped; run the same command to resume after the last complete shard');
    const next = await this.source.next();
    if (next.done === true) {
      this.ended = true;
      return undefined;
    }
    this.items += 1;
    this.given.onItem?.(this.items);
    return next.value;
  }

  private async loaded(item: Exclude<StoredItem, CorruptItem>): Promise<TarFile[] | CorruptItem> {
    try {
      return await sampleFiles(item, this.examples, this.given.dataset.classSets[0]);
    } catch (error) {
      if (error instanceof CorruptError) return { damaged: item.id, reason: error.message };
      throw error;
    }
  }
}

const endings = { jpeg: 'jpg', png: 'png', webp: 'webp', gif: 'gif' } as const;

/**
 * The members of a sample: the image file unchanged (pixels as PNG), its first caption as text, the number of its class
 * in the class set, and all captions, labels and id as JSON. Throws CorruptError if the image can't be loaded.
 */
async function sampleFiles(example: StoredExample, number: number, set?: ClassSet): Promise<TarFile[]> {
  const { id, captions, labels } = example;
  const image = await example.load();
  const file = image instanceof Uint8Array ? image : await encodePng(image);
  const format = imageFormat(file);
  if (format === undefined) throw new CorruptError('not a JPEG, PNG, WebP or GIF file');
  const key = String(number).padStart(9, '0');
  const facts = { id, caption: captions, ...(labels && { labels }) };
  return [
    { name: `${key}.${endings[format]}`, data: file },
    { name: `${key}.txt`, data: Buffer.from(captions[0]!) },
    ...(set && labels?.[set.name] !== undefined ? [{ name: `${key}.cls`, data: classOf(labels[set.name]!, set) }] : []),
    { name: `${key}.json`, data: Buffer.from(JSON.stringify(facts)) },
  ];
}

const classOf = (label: string, set: ClassSet): Buffer => Buffer.from(String(classLabels(set).indexOf(label)));
