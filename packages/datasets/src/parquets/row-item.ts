import { sound, textOf } from '../shards/member-captions';
import { checkImageSize } from '../archives/image-store';
import { fieldsOf } from '../stored/read-json';
import { DamageError, type StoredItem } from '../stored/stored-example';

export interface RowLayout {
  /** Bytes of an image file, or a struct with them in its field `bytes` (as Hugging Face's data sets). */
  readonly imageColumn: string;
  /** A text or a list of texts. */
  readonly captionColumn: string;
}

export function itemOfRow(row: Record<string, unknown>, id: string, layout: RowLayout): StoredItem {
  try {
    const captions = sound([row[layout.captionColumn]].flat().map(captionOf));
    if (captions.length === 0) throw new DamageError(`no text in "${layout.captionColumn}"`);
    const image = Buffer.from(imageOf(row[layout.imageColumn], layout.imageColumn)); // a copy: the page can go
    return { id, captions, held: image.length + 2 * captions.join('').length, load: () => Promise.resolve(image) };
  } catch (error) {
    if (error instanceof DamageError) return { damaged: id, reason: error.message };
    throw error;
  }
}

function captionOf(value: unknown): string {
  if (value instanceof Uint8Array) return textOf(value);
  throw new DamageError('a caption is no text');
}

function imageOf(value: unknown, column: string): Uint8Array {
  const bytes = value instanceof Uint8Array ? value : fieldsOf(value)['bytes'];
  if (!(bytes instanceof Uint8Array)) throw new DamageError(`no bytes in "${column}"`);
  checkImageSize(bytes.length);
  return bytes;
}
