import { isDamage, type Damage } from '../stored/stored-example';
import { PackedList } from './packed-list';

/** An image's name in its folder or archive, and what is said of it. */
export interface ListedImage {
  readonly image: string;
  readonly captions: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** An image as a list names it, perhaps in several places. */
export interface ListedRow extends ListedImage {
  /** Where it stands, for messages. */
  readonly where: string;
}

interface Open extends ListedImage {
  readonly place: number;
  readonly captions: string[];
}

/** The images of a split in the order in which they first appear, each with its captions in the order of their rows. */
export class CaptionTable {
  private readonly list = new PackedList<ListedImage | Damage>();
  private readonly places = new Map<string, number>();
  /** The image of the last row, whose next captions are likely to come right after. */
  private open: Open | undefined;

  get length(): number {
    this.close();
    return this.list.length;
  }

  at(index: number): ListedImage | Damage {
    this.close();
    return this.list.at(index);
  }

  /** Captions of an image that is known already join the others. What can't be used counts as an item of its own. */
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

  skip(damage: Damage): void {
    this.close();
    this.list.push(damage);
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
    if (place === undefined || known === undefined || isDamage(known)) return undefined;
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
  if (image === '') return 'no image is named';
  if (captions.length === 0) return 'has no caption';
  if (captions.includes('')) return 'the caption is empty';
  if (text.includes('\uFFFD')) return 'its bytes are not UTF-8';
  return text.includes('\0') ? 'a NUL byte in the text' : undefined;
}
