import { messageOf, UserError, type Dataset, type Spec } from '@alignclip/core';
import { openDataset, type Registry } from '@alignclip/experiment';
import type { Say } from '../write-pages';
import type { Images, ImageSource } from './images';
import { thumbnail } from './thumbnail';

export interface ReadImages {
  /** `data:` addresses, '' where there is no image. */
  readonly images: string[];
  /** Sentences on images that are missing. */
  readonly notes: string[];
}

/** All images of a page together, in characters of its file. */
const budget = 2_500_000;

/** Reads the wanted images from their data sets. A data set that can't be read leaves its images out and a note. */
export async function readImages(wanted: Images, registry: Registry, say: Say): Promise<ReadImages> {
  const images = Array<string>(wanted.size).fill('');
  const notes: string[] = [];
  let left = budget;
  for (const source of wanted.sources) {
    say(`reading ${source.wanted.size} images of split "${source.split}"`);
    try {
      for await (const { index, id, address } of imagesOf(source, registry)) {
        if (address.length > left) throw new UserError(`no room for the images from "${id}" on: they are left out`);
        images[index] = address;
        left -= address.length;
      }
    } catch (error) {
      notes.push(`Images of split "${source.split}": ${messageOf(error)}.`);
    }
  }
  return { images, notes };
}

async function* imagesOf({ record, split, wanted }: ImageSource, registry: Registry) {
  const dataset = await datasetOf(record.config['dataset'] as Spec | undefined, registry);
  const open = new Set(wanted.keys());
  for await (const { id, image } of dataset.examples(split)) {
    if (!open.delete(id)) continue;
    yield { id, index: wanted.get(id)!, address: await thumbnail(image) };
    if (open.size === 0) return;
  }
  if (open.size > 0) throw new UserError(`${open.size} of ${wanted.size} are no longer in the data set`);
}

/** The data set that a record names, with options that its component accepts. */
async function datasetOf(spec: Spec | undefined, registry: Registry): Promise<Dataset> {
  if (spec?.slot !== 'dataset') throw new UserError('the records name no data set');
  return openDataset(registry, spec);
}
