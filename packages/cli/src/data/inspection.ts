import type { Dataset } from '@alignclip/core';
import { CorruptError, isCorrupt, imageInfo, type CorruptItem, type StoredExample } from '@alignclip/datasets';
import type { ImageIndex } from './image-index';
import { countedItems } from './open-data';

export interface SplitReport {
  readonly split: string;
  readonly examples: number;
  readonly damaged: number;
  /** The first corrupt items. */
  readonly damage: readonly CorruptItem[];
  /** Size of the image files. */
  readonly bytes: SpreadSummary | undefined;
  readonly width: SpreadSummary | undefined;
  readonly height: SpreadSummary | undefined;
  readonly formats: Readonly<Record<string, number>>;
  readonly captionsPerExample: SpreadSummary | undefined;
  readonly wordsPerCaption: SpreadSummary | undefined;
  readonly differentCaptions: number;
  /** Examples of each class, by class set. */
  readonly classes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const maxDamage = 5;

/** Reads a split once: only the headers of images are read. Corrupt items are counted and do not end it. */
export async function inspectSplit(dataset: Dataset, split: string, index: ImageIndex): Promise<SplitReport> {
  const tally = new Tally();
  for await (const item of countedItems(dataset, split)) {
    const damage = isCorrupt(item) ? item : await seen(item, split, tally, index);
    if (damage !== undefined) tally.skip(damage);
  }
  return tally.report(split);
}

async function seen(
  item: StoredExample,
  split: string,
  tally: Tally,
  index: ImageIndex,
): Promise<CorruptItem | undefined> {
  try {
    const image = await item.load();
    const { format, width, height } = await imageInfo(image);
    tally.add(item, { format, width, height, bytes: image instanceof Uint8Array ? image.length : undefined });
    index.add(split, item.id, image);
    return undefined;
  } catch (error) {
    if (error instanceof CorruptError) return { damaged: item.id, reason: error.message };
    throw error;
  }
}

interface Seen {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number | undefined;
}

class Tally {
  private readonly spreads = {
    bytes: new Spread(),
    width: new Spread(),
    height: new Spread(),
    captions: new Spread(),
    words: new Spread(),
  };
  private readonly formats: Record<string, number> = {};
  private readonly captions = new Set<string>();
  private readonly classes: Record<string, Record<string, number>> = {};
  private readonly damage: CorruptItem[] = [];
  private examples = 0;
  private damaged = 0;

  skip(damage: CorruptItem): void {
    this.damaged += 1;
    if (this.damage.length < maxDamage) this.damage.push(damage);
  }

  add({ captions, labels = {} }: StoredExample, { format, width, height, bytes }: Seen): void {
    this.examples += 1;
    this.formats[format] = (this.formats[format] ?? 0) + 1;
    if (bytes !== undefined) this.spreads.bytes.add(bytes);
    this.spreads.width.add(width);
    this.spreads.height.add(height);
    this.spreads.captions.add(captions.length);
    for (const caption of captions) {
      this.captions.add(caption);
      this.spreads.words.add(caption.split(/\s+/).length);
    }
    for (const [set, name] of Object.entries(labels)) {
      const counts = (this.classes[set] ??= {});
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }

  report(split: string): SplitReport {
    const { examples, damaged, damage, formats, classes } = this;
    const { bytes, width, height, captions, words } = this.spreads;
    return {
      split,
      examples,
      damaged,
      damage,
      bytes: bytes.summary,
      width: width.summary,
      height: height.summary,
      formats,
      captionsPerExample: captions.summary,
      wordsPerCaption: words.summary,
      differentCaptions: this.captions.size,
      classes,
    };
  }
}

/** Minimum, median, mean and maximum of any number of values. */
class Spread {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total += 1;
  }

  /** Undefined without values. */
  get summary(): SpreadSummary | undefined {
    if (this.total === 0) return undefined;
    const sorted = [...this.counts].sort(([a], [b]) => a - b);
    const sum = sorted.reduce((all, [value, count]) => all + value * count, 0);
    const at = (share: number) => {
      let left = share * (this.total - 1);
      return (sorted.find(([, count]) => (left -= count) < 0) ?? sorted.at(-1)!)[0];
    };
    return { least: sorted[0]![0], median: at(0.5), mean: sum / this.total, most: sorted.at(-1)![0], sum };
  }
}

export interface SpreadSummary {
  readonly least: number;
  readonly median: number;
  readonly mean: number;
  readonly most: number;
  readonly sum: number;
}
