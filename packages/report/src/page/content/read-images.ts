import { messageOf, UserError, type Dataset, type Spec, type RawImage, type RunRecord } from '@alignclip/core';
import { openDataset, type Registry } from '@alignclip/experiment';
import sharp from 'sharp';

/** Called with a line about work that takes a while. */
export type Say = (line: string) => void;

export interface ReadImages {
  /** `data:` addresses, '' if an image is missing. */
  readonly images: string[];
  /** Sentences about missing images. */
  readonly notes: string[];
}

/** Maximum size of all images of a page together, in characters. */
const budget = 2_500_000;

/** Reads the requested images from their data sets. If a data set can't be read, its images are missing and a note says why. */
export async function readImages(wanted: Images, registry: Registry, say: Say): Promise<ReadImages> {
  const images = Array<string>(wanted.size).fill('');
  const notes: string[] = [];
  let left = budget;
  for (const source of wanted.sources) {
    say(`reading ${source.wanted.size} images of split "${source.split}"`);
    try {
      for await (const { index, id, address } of imagesOf(source, registry)) {
        if (address.length > left)
          throw new UserError(`the page's limit for images is reached: those from "${id}" on are left out`);
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
  if (open.size > 0) throw new UserError(`${open.size} of ${wanted.size} are missing from the data set`);
}

/** The data set that a record names. Throws UserError if it names none. */
async function datasetOf(spec: Spec | undefined, registry: Registry): Promise<Dataset> {
  if (spec?.slot !== 'dataset') throw new UserError('the records name no data set');
  return openDataset(registry, spec);
}

/** Maximum length of the longer side in pixels. */
const side = 72;

/** A small image on a white background, as models see it, as a `data:` address. */
export async function thumbnail(image: RawImage): Promise<string> {
  const { width, height } = image;
  const channels = image.mode === 'L' ? 1 : image.mode === 'RGBA' ? 4 : 3;
  const data = image.mode === 'P' ? coloured(image) : image.data;
  const webp = await sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#ffffff' })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();
  return `data:image/webp;base64,${webp.toString('base64')}`;
}

/** RGB values of palette indices; an index beyond the palette is black. */
function coloured({ data, palette = new Uint8Array() }: RawImage): Uint8Array {
  const rgb = new Uint8Array(data.length * 3);
  data.forEach((index, i) => rgb.set(palette.subarray(index * 3, index * 3 + 3), i * 3));
  return rgb;
}

export interface ImageSource {
  /** A record that names the data set. */
  readonly record: RunRecord;
  readonly split: string;
  /** Index of each requested image, by id of its example. */
  readonly wanted: Map<string, number>;
}

/** The images that the page shows: requested while the page is built, read once at the end. */
export class Images {
  private readonly bySource = new Map<string, ImageSource>();
  private count = 0;

  /** The index that the image will have. */
  ask(record: RunRecord, split: string, id: string): number {
    const key = JSON.stringify([record.config['dataset'], split]);
    const source = this.bySource.get(key) ?? { record, split, wanted: new Map<string, number>() };
    this.bySource.set(key, source);
    const index = source.wanted.get(id) ?? this.count++;
    source.wanted.set(id, index);
    return index;
  }

  get sources(): readonly ImageSource[] {
    return [...this.bySource.values()];
  }

  get size(): number {
    return this.count;
  }
}
