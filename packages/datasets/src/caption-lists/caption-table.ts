import { UserError } from '@alignclip/core';
import { isCorrupt, type CorruptItem } from '../corrupt';
import { captionFault } from '../files/texts';

/** The name of an image in its folder or archive, with its captions and labels. */
export interface ListedImage {
  readonly image: string;
  readonly captions: readonly string[];
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** An entry of a list; several entries can name the same image. */
export interface ListedRow extends Omit<ListedImage, 'captions'> {
  /** Texts, or what stands in their place. */
  readonly captions: readonly unknown[];
  /** Its file and line, for messages. */
  readonly where: string;
  /** Why it can't be used, where that is known. */
  readonly fault?: string | undefined;
}

/** A Map has room for 2²⁴ names. */
const maxImages = 16_000_000;
const maxCaptions = 10_000;
/** More corrupt rows than this, and than others, are no list of captions. */
const maxCorruptRows = 2 ** 20;

/** The images of a split in the order of their first rows, each with its captions in the order of their rows. */
export class CaptionTable {
  private readonly list = new PackedList<ListedImage | CorruptItem>();
  private readonly places = new Map<string, number>();
  /** Captions of rows that don't follow the first ones of their image, by the place of the image. */
  private readonly later = new Map<number, { readonly count: number; readonly parts: number[] }>();
  private readonly laterCaptions = new PackedList<readonly string[]>();
  /** The image of the last row, whose next captions are likely to come right after. */
  private open:
    | { readonly image: Omit<ListedImage, 'captions'>; readonly place: number | undefined; readonly captions: string[] }
    | undefined;
  private corrupt = 0;

  get length(): number {
    this.close();
    return this.list.length;
  }

  at(index: number): ListedImage | CorruptItem {
    this.close();
    const item = this.list.at(index);
    const parts = this.later.get(index)?.parts ?? [];
    if (isCorrupt(item) || parts.length === 0) return item;
    return { ...item, captions: [item.captions, ...parts.map((part) => this.laterCaptions.at(part))].flat() };
  }

  /**
   * Adds an image, or captions to a known image. What can't be used becomes a corrupt item: the row, or a caption beside
   * others. Throws UserError where corrupt items are most.
   */
  add({ where, fault, ...row }: ListedRow): void {
    const captions = row.captions.map((caption) => (typeof caption === 'string' ? caption.trim() : caption));
    const sound = captions.filter((caption): caption is string => captionFault(caption) === undefined);
    const reason = fault ?? nameFault(row.image) ?? (sound.length === 0 ? captionsFault(captions) : undefined);
    if (reason !== undefined) return this.skip({ damaged: where, reason });
    this.append(row, sound, where);
    for (const [i, caption] of captions.entries()) {
      const own = captionFault(caption);
      if (own !== undefined) this.skip({ damaged: `${where}: caption ${i + 1} of ${captions.length}`, reason: own });
    }
  }

  skip(item: CorruptItem): void {
    this.close();
    this.list.push(item);
    this.corrupt += 1;
    if (this.corrupt <= maxCorruptRows || this.corrupt < this.list.length / 2) return;
    throw new UserError(
      `${this.corrupt} rows or entries can't be used, the last one is ${item.damaged}: ${item.reason}`,
    );
  }

  private append(image: Omit<ListedImage, 'captions'>, captions: readonly string[], where: string): void {
    if (this.open?.image.image !== image.image) {
      this.close();
      this.open = { image, place: this.places.get(image.image), captions: [] };
    }
    if (this.count(this.open) + captions.length > maxCaptions) {
      return this.skip({ damaged: where, reason: `its image has more than ${maxCaptions} captions` });
    }
    this.open.captions.push(...captions);
  }

  private count({ place, captions }: NonNullable<typeof this.open>): number {
    if (place === undefined) return captions.length;
    return captions.length + (this.later.get(place)?.count ?? (this.list.at(place) as ListedImage).captions.length);
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (open === undefined || open.captions.length === 0) return;
    const { image, place, captions } = open;
    if (place === undefined) {
      if (this.places.size === maxImages) throw new UserError(`more than ${maxImages} images in a list: use shards`);
      this.places.set(image.image, this.list.length);
      return void this.list.push({ ...image, captions });
    }
    const count = this.count(open);
    const parts = this.later.get(place)?.parts ?? [];
    parts.push(this.laterCaptions.push(captions));
    this.later.set(place, { count, parts });
  }
}

function nameFault(image: string): string | undefined {
  if (image === '') return 'has no image name';
  return image.includes('\0') ? 'has a NUL byte' : undefined;
}

const captionsFault = (captions: readonly unknown[]): string | undefined =>
  captions.length === 0 ? 'has no caption' : captionFault(captions[0]);

const chunkBytes = 2 ** 22;

/** A growing list of JSON values, kept as text outside the heap: about as many bytes as in their file. */
class PackedList<T> {
  private readonly chunks: Buffer[] = [];
  private used = chunkBytes;
  /** The chunk, start and end of each value. */
  private readonly places: number[] = [];

  get length(): number {
    return this.places.length / 3;
  }

  /** The index of the value. */
  push(value: T): number {
    this.places.push(...this.store(value));
    return this.length - 1;
  }

  at(index: number): T {
    const [chunk, start, end] = this.places.slice(index * 3, index * 3 + 3) as [number, number, number];
    return JSON.parse(this.chunks[chunk]!.toString('utf8', start, end)) as T;
  }

  private store(value: T): [chunk: number, start: number, end: number] {
    const bytes = Buffer.from(JSON.stringify(value));
    if (this.used + bytes.length > (this.chunks.at(-1)?.length ?? 0)) {
      this.chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, bytes.length)));
      this.used = 0;
    }
    const start = this.used;
    this.used += bytes.copy(this.chunks.at(-1)!, start);
    return [this.chunks.length - 1, start, this.used];
  }
}
