import type { CaptionTable } from '../listed/caption-table';
import { fieldsOf, listIn, readJson } from '../stored/read-json';

/**
 * Adds the images of a captions file to the table, in the file's order: `images: [{ id, file_name }]`,
 * `annotations: [{ image_id, caption }]`. An entry that lacks those, and an image without captions, counts as damaged.
 */
export async function cocoTable(path: string, table: CaptionTable): Promise<void> {
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
  if (captions === undefined) table.skip({ damaged: where, reason: `a second image of the id ${JSON.stringify(id)}` });
  else if (typeof name !== 'string') table.skip({ damaged: where, reason: 'no text "file_name"' });
  else table.add({ image: name, captions, where });
}
