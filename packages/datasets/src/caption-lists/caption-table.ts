import { isCorrupt, type CorruptItem } from '../corrupt';

/** The name of an image in its folder or archive, with its captions and labels. */
export interface ListedImage {
  readonly image: string;
  readonly captions: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** An entry of a list; several entries can name the same image. */
export interface ListedRow extends ListedImage {
  /** Its file and line, for messages. */
  readonly where: string;
}

interface Open extends ListedImage {
  readonly place: number;
  readonly captions: string[];
}

/** The images of a split in the order of their first rows, each with its captions in the order of their rows. */
export class CaptionTable {
  private readonly list = new PackedList<ListedImage | CorruptItem>();
  private readonly places = new Map<string, number>();
  /** The image of the last row, whose next captions are likely to come right after. */
  private open: Open | undefined;

  get length(): number {
    this.close();
    return this.list.length;
  }

  at(index: number): ListedImage | CorruptItem {
    this.close();
    return this.list.at(index);
  }

  /** Adds an image, or captions to a known image. A row that can't be used becomes a corrupt item. */
  add({ where, ...row }: ListedRow): void {
    const { image } = row;
    const captions = row.captions.map((caption) => caption.trim());
    const reason = refusal(image, captions);
    if (reason !== undefined) return this.skip({ damaged: where, reason });
    if (this.open?.image !== image) {
      this.close();
      this.open = this.known(image) ?? this.started(row);
    }
    this.open.captions.push(...captions);
  }

  skip(item: CorruptItem): void {
    this.close();
    this.list.push(item);
  }

  private started(image: ListedImage): Open {
    const place = this.list.length;
    this.places.set(image.image, place);
    this.list.push(image);
    return { ...image, place, captions: [] };
  }

  private known(image: string): Open | undefined {
    const place = this.places.get(image);
    const known = place === undefined ? undefined : this.list.at(place);
    if (place === undefined || known === undefined || isCorrupt(known)) return undefined;
    return { ...known, place, captions: [...known.captions] };
  }

  private close(): void {
    if (this.open === undefined) return;
    const { place, ...image } = this.open;
    this.open = undefined;
    this.list.replace(place, image);
  }
}

function refusal(image: string, captions: readonly string[]): string | undefined {
  const text = `${image}\n${captions.join('\n')}`;
  if (image === '') return 'has no image name';
  if (captions.length === 0) return 'has no caption';
  if (captions.includes('')) return 'the caption is empty';
  if (text.includes('\uFFFD')) return 'its text is not UTF-8';
  return text.includes('\0') ? 'has a NUL byte' : undefined;
}

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

  push(value: T): void {
    this.places.push(...this.store(value));
  }

  /** The memory of the old value is not freed. */
  replace(index: number, value: T): void {
    this.store(value).forEach((place, i) => (this.places[index * 3 + i] = place));
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
