import type { Dataset } from '@alignclip/core';
import { CorruptError, isCorrupt, imageInfo, type CorruptItem, type StoredExample } from '@alignclip/datasets';
import { countedItems } from './counted-items';
import type { ImageIndex } from './image-index';
import { Spread, type SpreadSummary } from './spread';

export interface SplitReport {
  readonly split: string;
  readonly examples: number;
  readonly damaged: number;
  /** The first of them. */
  readonly damage: readonly CorruptItem[];
  /** Of image files. */
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

const mostDamage = 5;

/** Goes through a split once. The heads of the images are read, not their pixels; damage is counted and does not end it. */
export async function inspectSplit(dataset: Dataset, split: string, index: ImageIndex): Promise<SplitReport> {
  const tally = new Tally();
  for await (const item of countedItems(dataset, split)) {
    const damage = isCorrupt(item) ? item : await seen(item, split, tally, index);
    if (damage !== undefined) tally.skip(damage);
  }
  return tally.report(split);
}

async function seen(item: StoredExample, split: string, tally: Tally, index: ImageIndex): Promise<CorruptItem | undefined> {
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
    if (this.damage.length < mostDamage) this.damage.push(damage);
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
