import {
  contentHash,
  unknownName,
  UserError,
  type Dataset,
  type Example,
  type ExampleStream,
  type Random,
  type StreamStart,
} from '@alignclip/core';
import { DamageLog } from './damage-log';
import { decoded, decodesAtOnce } from './decoded-example';
import { mapInOrder } from './map-in-order';
import type { ReadingOptions } from './reading-options';
import { ShuffledStream } from './shuffled-stream';
import { isDamage, type Part, type StoredItem } from './stored-example';
import { sumOf } from './stored-items';
import type { StoredSource } from './stored-source';
import { promptsOf, shownCaptions } from './shown-captions';

/** A data set of files: what can't be read is skipped, counted and named on standard error, each thing once. */
export class StoredDataset implements Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: Dataset['classSets'];
  /** Absent where all shall lie in memory. */
  readonly stream?: (split: string, start: StreamStart) => Promise<ExampleStream>;
  readonly trainingCaptions?: () => Promise<readonly string[]>;
  readonly texts?: () => Promise<readonly string[]>;
  private readonly told = new Set<string>();

  constructor(
    private readonly source: StoredSource,
    private readonly options: ReadingOptions,
    /** What messages call it. */
    private readonly label = source.name,
  ) {
    this.name = source.name;
    this.splits = source.splits;
    this.classSets = source.classSets;
    if (!options.inMemory) this.stream = async (split, start) => this.open(split, start);
    if (source.captions === undefined) return;
    this.trainingCaptions = async () => shownCaptions(source, options);
    this.texts = async () => [...shownCaptions(source, options), ...promptsOf(source.classSets)];
  }

  /** The same data set under another name in messages. */
  called(label: string): StoredDataset {
    return new StoredDataset(this.source, this.options, label);
  }

  async *examples(split: string): AsyncGenerator<Example> {
    const log = this.log(this.parts(split).length);
    const items = mapInOrder(this.stored(split), decodesAtOnce, async (item) =>
      isDamage(item) ? item : decoded(item, this.options),
    );
    for await (const item of items) {
      if (isDamage(item)) log.skip(item);
      else {
        log.sound();
        yield item;
      }
    }
    log.check();
    const { items: read, damaged } = log.report;
    if (read === damaged) throw new UserError(`${this.label}: split "${split}" has no example that can be read`);
  }

  /** Everything in a split, damage too, with images as they are stored. Throws UserError on an unknown split. */
  async *stored(split: string): AsyncGenerator<StoredItem> {
    for (const part of this.parts(split)) yield* part.read(0);
  }

  /** How many these are, where that is known before they are read. */
  count(split: string): number | undefined {
    return sumOf(this.parts(split).map(({ count }) => count));
  }

  trainingCaption({ captions }: Example, draw: Random): string {
    return captions[this.options.captionChoice === 'first' ? 0 : draw.integer(captions.length)]!;
  }

  async fingerprint(): Promise<string> {
    return contentHash({ dataset: this.name, options: this.options, files: await this.source.fingerprint() });
  }

  private open(split: string, { seed, position }: StreamStart): ExampleStream {
    const parts = this.parts(split);
    const { windowMegabytes, ...options } = this.options;
    const shuffle = { ...options, name: this.label, seed, windowBytes: windowMegabytes * 2 ** 20 };
    return new ShuffledStream(parts, shuffle, this.log(parts.length), position);
  }

  private parts(split: string): readonly Part[] {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    return this.source.parts(split);
  }

  private log(parts: number): DamageLog {
    return new DamageLog(this.label, this.options.maxCorruptShare, parts, (line) => {
      if (!this.told.has(line)) process.stderr.write(`${line}\n`);
      this.told.add(line);
    });
  }
}
