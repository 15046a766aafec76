import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { CaptionTable } from './caption-lists/caption-table';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { filesBySplit, filesOption } from './files/split-files';
import { fieldsOf, listIn, readJson } from './files/texts';
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
 * `annotations: [{ image_id, caption }]`. An entry without these fields and an image without captions count as corrupt.
 */
async function addCaptionFile(path: string, table: CaptionTable): Promise<void> {
  const content = await readJson(path);
  const images = listIn(content, 'images', path);
  const annotations = listIn(content, 'annotations', path);
  const byImage = new Map<unknown, string[]>(images.map((image) => [fieldsOf(image)['id'], []]));
  for (const [i, annotation] of annotations.entries()) {
    const { image_id: id, caption } = fieldsOf(annotation);
    const known = byImage.get(id);
    if (known !== undefined && typeof caption === 'string') known.push(caption);
    else {
      const reason = known === undefined ? `no image has the id ${JSON.stringify(id)}` : 'no text "caption"';
      table.skip({ damaged: `${path}: annotations[${i}]`, reason });
    }
  }
  for (const [i, image] of images.entries()) addImage(image, byImage, table, `${path}: images[${i}]`);
}

function addImage(image: unknown, byImage: Map<unknown, string[]>, table: CaptionTable, where: string): void {
  const { id, file_name: name } = fieldsOf(image);
  const captions = byImage.get(id);
  byImage.delete(id);
  if (captions === undefined)
    table.skip({ damaged: where, reason: `a second image with the id ${JSON.stringify(id)}` });
  else if (typeof name !== 'string') table.skip({ damaged: where, reason: 'no text "file_name"' });
  else table.add({ image: name, captions, where });
}
