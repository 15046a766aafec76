import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { CaptionTable } from './caption-lists/caption-table';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { jsonEntries } from './files/json-lists';
import { filesBySplit, filesOption } from './files/split-files';
import { captionFault, fieldsOf } from './files/texts';
import { readingOptions } from './reading/reading-options';
import { StoredDataset } from './reading/stored-dataset';

/** COCO's caption files, such as `captions_train2017.json`, with their images (docs/components). */
export const coco = defineComponent(Dataset)({
  type: 'coco',
  options: z.strictObject({
    files: filesOption.describe('the caption file, or one per split'),
    images: imagesOption,
    ...readingOptions,
  }),
  create: async (options) => {
    const splits = filesBySplit(options.files);
    const tables = new Map<string, CaptionTable>();
    for (const [split, files] of splits) {
      const table = new CaptionTable();
      for (const file of files) await addCaptionFile(file, table);
      tables.set(split, table);
    }
    const files = [...splits.values()].flat();
    return new StoredDataset(await openLists({ name: 'coco', tables, files, images: options.images }), options);
  },
});

/**
 * Adds the images of a caption file to the table, in the file's order: `images: [{ id, file_name }]`,
 * `annotations: [{ image_id, caption }]`. An entry that can't be used and an image without captions count as corrupt.
 */
async function addCaptionFile(path: string, table: CaptionTable): Promise<void> {
  const file = new CaptionFile();
  for await (const { list, index, value } of jsonEntries(path, ['images', 'annotations'])) {
    const own = list === 'images' ? file.addImage(value, index) : file.addAnnotation(value, index);
    const reason = value === undefined ? 'more than 1 MiB' : own;
    if (reason !== undefined) table.skip({ damaged: `${path}: ${list}[${index}]`, reason });
  }
  for (const [id, index] of file.unknownImages()) {
    table.skip({ damaged: `${path}: annotations[${index}]`, reason: file.unknown(id) });
  }
  for (const { name, captions, index, hasBadCaption } of file.images.values()) {
    const where = `${path}: images[${index}]`;
    if (captions.length > 0 || !hasBadCaption) table.add({ image: name, captions, where });
  }
}

type Id = number | string;

interface CocoImage {
  readonly name: string;
  readonly index: number;
  readonly captions: string[];
  /** An image that has lost all its captions is not counted a second time. */
  hasBadCaption: boolean;
}

/** The two lists of a file, whichever comes first. */
class CaptionFile {
  readonly images = new Map<Id, CocoImage>();
  /** Ids of images that can't be used; their captions are not counted again. */
  private readonly lost = new Set<Id>();
  /** Captions of images that have not come yet, with the numbers of their annotations. */
  private readonly waiting = new Map<Id, (readonly [caption: string | undefined, index: number])[]>();

  /** The reason why it can't be used, if so. */
  addImage(value: unknown, index: number): string | undefined {
    const { id, file_name: name } = fieldsOf(value);
    if (!isId(id)) return idFault('id', id);
    if (this.images.has(id)) return `a second image with the id ${JSON.stringify(id)}`;
    if (typeof name !== 'string') {
      this.lost.add(id);
      return 'no text "file_name"';
    }
    const image: CocoImage = { name, index, captions: [], hasBadCaption: false };
    for (const [caption] of this.waiting.get(id) ?? []) addCaption(image, caption);
    this.waiting.delete(id);
    this.images.set(id, image);
    return undefined;
  }

  /** The reason why it can't be used, if so. */
  addAnnotation(value: unknown, index: number): string | undefined {
    const { image_id: id, caption } = fieldsOf(value);
    if (!isId(id)) return idFault('image_id', id);
    const fault = typeof caption === 'string' ? captionFault(caption.trim()) : 'no text "caption"';
    const known = this.images.get(id);
    const text = fault === undefined ? (caption as string) : undefined;
    if (known !== undefined) addCaption(known, text);
    else {
      const waiting = this.waiting.get(id) ?? [];
      waiting.push([text, index]);
      this.waiting.set(id, waiting);
    }
    return fault;
  }

  /** Ids of annotations without an image. */
  *unknownImages(): Generator<readonly [id: Id, index: number]> {
    for (const [id, all] of this.waiting) {
      for (const [caption, index] of this.lost.has(id) ? [] : all) if (caption !== undefined) yield [id, index];
    }
  }

  unknown(id: Id): string {
    const other = typeof id === 'number' ? String(id) : Number(id);
    const hint = this.images.has(other)
      ? `, but one has the ${typeof other === 'number' ? 'number' : 'text'} ${JSON.stringify(other)}`
      : '';
    return `no image has the id ${JSON.stringify(id)}${hint}`;
  }
}

function addCaption(image: CocoImage, caption: string | undefined): void {
  if (caption === undefined) image.hasBadCaption = true;
  else image.captions.push(caption);
}

/** Larger numbers are read as one of their neighbours. */
const isId = (id: unknown): id is Id =>
  typeof id === 'string' || (typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER);

const idFault = (field: string, id: unknown): string =>
  typeof id === 'number'
    ? `"${field}" ${id} is beyond 2^53, where numbers can't be told apart; write it as a text`
    : `no "${field}"`;
