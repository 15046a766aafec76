import type { ClassSet } from '@alignclip/core';
import { CorruptError, encodePng, imageFormat, type StoredExample, type TarFile } from '@alignclip/datasets';

const endings = { jpeg: 'jpg', png: 'png', webp: 'webp', gif: 'gif' } as const;

/**
 * The members of a sample: the image's file as it is (pixels as PNG), its first caption as text, the number of its
 * class in the class set, and as JSON all captions, the labels and the id. Throws CorruptError where the image can't be
 * had.
 */
export async function sampleFiles(
  { id, captions, labels, load }: StoredExample,
  number: number,
  set?: ClassSet,
): Promise<TarFile[]> {
  const image = await load();
  const file = image instanceof Uint8Array ? image : await encodePng(image);
  const format = imageFormat(file);
  if (format === undefined) throw new CorruptError('not a JPEG, PNG, WebP or GIF file');
  const key = String(number).padStart(9, '0');
  const facts = { id, caption: captions, ...(labels && { labels }) };
  return [
    { name: `${key}.${endings[format]}`, data: file },
    { name: `${key}.txt`, data: Buffer.from(captions[0]!) },
    ...(set && labels?.[set.name] !== undefined ? [{ name: `${key}.cls`, data: classOf(labels[set.name]!, set) }] : []),
    { name: `${key}.json`, data: Buffer.from(JSON.stringify(facts)) },
  ];
}

const classOf = (label: string, { classes }: ClassSet): Buffer => Buffer.from(String(classes.indexOf(label)));
