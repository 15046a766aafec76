import { type Dataset, sha256, type RawImage } from '@alignclip/core';
import { CorruptError, isCorrupt, imageInfo, type CorruptItem, type StoredExample } from '@alignclip/datasets';
import { countedItems } from './splits';

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

/** Counts of numbers, of which there may be any amount. */
export class Spread {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total += 1;
  }

  /** Undefined where there are none. */
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

/** Images of equal content, within a split and across splits. */
export interface SameImages {
  /** Images that an earlier one of their split equals. */
  readonly within: Readonly<Record<string, number>>;
  /** Images of a split that are also in an earlier split, by the names of both. */
  readonly across: Readonly<Record<string, number>>;
  readonly first: readonly (readonly [string, string])[];
}

const mostNamed = 5;

/** Knows each image by 64 bits of its hash. */
export class ImageIndex {
  /** Split and id of the first of each content. */
  private readonly known = new Map<string, readonly [split: string, id: string]>();
  private readonly within: Record<string, number> = {};
  private readonly across: Record<string, number> = {};
  private readonly first: (readonly [string, string])[] = [];

  add(split: string, id: string, image: Uint8Array | RawImage): void {
    const key = hashOf(image);
    const earlier = this.known.get(key);
    if (earlier === undefined) {
      this.known.set(key, [split, id]);
      return;
    }
    const [other, otherId] = earlier;
    if (other === split) this.within[split] = (this.within[split] ?? 0) + 1;
    else this.across[`${other} and ${split}`] = (this.across[`${other} and ${split}`] ?? 0) + 1;
    if (this.first.length < mostNamed) this.first.push([`${other}: ${otherId}`, `${split}: ${id}`]);
  }

  get report(): SameImages {
    return { within: { ...this.within }, across: { ...this.across }, first: [...this.first] };
  }
}

function hashOf(image: Uint8Array | RawImage): string {
  if (image instanceof Uint8Array) return sha256(image).slice(0, 16);
  const { width, height, mode, data, palette } = image;
  return sha256(`${width} ${height} ${mode} ${sha256(data)} ${palette ? sha256(palette) : ''}`).slice(0, 16);
}
