import {
  contentHash,
  promptsOf,
  unknownName,
  UserError,
  type Dataset,
  type Example,
  type ExampleStream,
  type KnownImages,
  type Random,
  type StreamStart,
  warn,
} from '@alignclip/core';
import { CorruptLog, isCorrupt } from '../corrupt';
import { decoded, decodesAtOnce, mapInOrder } from './decoded-example';
import { sumOf, type Part, type StoredItem } from './part';
import type { ReadingOptions } from './reading-options';
import { ShuffledStream } from './shuffled-stream';
import type { StoredSource } from './source';

/** A data set of files: what can't be read is skipped, counted and named on standard error, each item once. */
export class StoredDataset implements Dataset {
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: Dataset['classSets'];
  /** Absent with the option `inMemory`. */
  readonly stream?: (split: string, start: StreamStart) => Promise<ExampleStream>;
  readonly trainingCaptions?: () => Promise<readonly string[]>;
  readonly texts?: () => Promise<readonly string[]>;
  private readonly reported = new Set<string>();

  constructor(
    private readonly source: StoredSource,
    private readonly options: ReadingOptions,
    /** Its name in messages. */
    private readonly label = source.name,
  ) {
    this.name = source.name;
    this.splits = source.splits;
    this.classSets = source.classSets;
    if (!options.inMemory) this.stream = async (split, start) => this.open(split, start);
    if (source.captions === undefined) return;
    this.trainingCaptions = async () => shownCaptions(source, options);
    this.texts = async () => [...shownCaptions(source, options), ...source.classSets.flatMap(promptsOf)];
  }

  /** The same data set under another name in messages. */
  called(label: string): StoredDataset {
    return new StoredDataset(this.source, this.options, label);
  }

  async *examples(split: string, known?: KnownImages): AsyncGenerator<Example> {
    const log = this.log(this.parts(split));
    const items = mapInOrder(this.stored(split), decodesAtOnce, async (item, turn) =>
      isCorrupt(item) ? item : decoded(item, { ...this.options, turn, known }),
    );
    for await (const item of items) {
      if (isCorrupt(item)) log.skip(item);
      else {
        log.sound();
        yield item;
      }
    }
    log.check();
    const { items: read, damaged } = log.report;
    if (read === damaged) throw new UserError(`${this.label}: split "${split}" has no example that can be read`);
  }

  /** All items of a split, corrupt ones too, with images as they are stored. Throws UserError on an unknown split. */
  async *stored(split: string): AsyncGenerator<StoredItem> {
    for (const part of this.parts(split)) yield* part.read(0);
  }

  /** The number of items, where it is known before they are read. */
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
    return new ShuffledStream(parts, shuffle, this.log(parts), position);
  }

  private parts(split: string): readonly Part[] {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    return this.source.parts(split);
  }

  private log(parts: readonly Part[]): CorruptLog {
    const notify = (line: string) => {
      if (!this.reported.has(line)) warn(line);
      this.reported.add(line);
    };
    const total = sumOf(parts.map(({ count }) => count));
    return new CorruptLog(this.label, this.options.maxCorruptShare, parts.length, notify, total);
  }
}

/** Every caption that training can show; none without a split `train`. */
function shownCaptions(
  { splits, captions: captionsIn }: StoredSource,
  { captionChoice }: Pick<ReadingOptions, 'captionChoice'>,
): string[] {
  const shown = new Set<string>();
  if (!splits.includes('train')) return [];
  for (const captions of captionsIn?.('train') ?? []) {
    for (const caption of captionChoice === 'first' ? captions.slice(0, 1) : captions) shown.add(caption);
  }
  return [...shown];
}
