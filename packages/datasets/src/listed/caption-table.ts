import { isDamage, type Damage } from '../stored/stored-example';
import { PackedList } from './packed-list';

/** A picture's name in its folder or archive, and what is said of it. */
export interface ListedPicture {
  readonly image: string;
  readonly captions: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** A row of a list: one caption of a picture. */
export interface CaptionRow {
  readonly image: string;
  readonly caption: string;
  /** Where it stands, for messages. */
  readonly where: string;
}

/** The pictures of a split in the order in which they first appear, each with its captions in the order of their rows. */
export class CaptionTable {
  private readonly list = new PackedList<ListedPicture | Damage>();
  private readonly places = new Map<string, number>();
  /** The picture of the last row, whose next captions are likely to come right after. */
  private open: { place: number; image: string; captions: string[] } | undefined;

  get length(): number {
    this.close();
    return this.list.length;
  }

  at(index: number): ListedPicture | Damage {
    this.close();
    return this.list.at(index);
  }

  /** A row that can't be used counts as an item of its own. */
  add({ image, caption, where }: CaptionRow): void {
    const text = caption.trim();
    const reason = image === '' ? 'no picture is named' : text === '' ? 'the caption is empty' : notText(image + text);
    if (reason === undefined) this.addCaption(image, text);
    else this.skip({ damaged: where, reason });
  }

  skip(damage: Damage): void {
    this.close();
    this.list.push(damage);
  }

  private addCaption(image: string, caption: string): void {
    if (this.open?.image !== image) {
      this.close();
      this.open = this.reopened(image) ?? this.started(image);
    }
    this.open.captions.push(caption);
  }

  private started(image: string): { place: number; image: string; captions: string[] } {
    const place = this.list.length;
    this.places.set(image, place);
    this.list.push({ image, captions: [] });
    return { place, image, captions: [] };
  }

  private reopened(image: string): { place: number; image: string; captions: string[] } | undefined {
    const place = this.places.get(image);
    const known = place === undefined ? undefined : this.list.at(place);
    if (place === undefined || known === undefined || isDamage(known)) return undefined;
    return { place, image, captions: [...known.captions] };
  }

  private close(): void {
    if (this.open === undefined) return;
    const { place, image, captions } = this.open;
    this.list.replace(place, { image, captions });
    this.open = undefined;
  }
}

function notText(text: string): string | undefined {
  if (text.includes('\uFFFD')) return 'its bytes are not UTF-8';
  return text.includes('\0') ? 'a NUL byte in the text' : undefined;
}
