import { Dataset, parseOptions, type Spec, UserError } from '@alignclip/core';
import { compose, type Registry, type RunConfig } from '@alignclip/experiment';
import type { Say } from '../report';
import type { Pictures, PictureSource } from './pictures';
import { thumbnail } from './thumbnail';

export interface ReadPictures {
  /** `data:` addresses, '' where there is no picture. */
  readonly pictures: string[];
  /** Sentences on pictures that are missing. */
  readonly notes: string[];
}

/** All pictures of a page together, in characters of its file. */
const budget = 2_500_000;

/** Reads the wanted pictures from their data sets. A data set that can't be read leaves its pictures out and a note. */
export async function readPictures(wanted: Pictures, registry: Registry, say: Say): Promise<ReadPictures> {
  const pictures = Array<string>(wanted.size).fill('');
  const notes: string[] = [];
  let left = budget;
  for (const source of wanted.sources) {
    say(`reading ${source.wanted.size} pictures of split "${source.split}"`);
    try {
      for await (const { index, id, address } of picturesOf(source, registry)) {
        if (address.length > left) throw new UserError(`no room for the pictures from "${id}" on: they are left out`);
        pictures[index] = address;
        left -= address.length;
      }
    } catch (error) {
      notes.push(`Pictures of split "${source.split}": ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  return { pictures, notes };
}

async function* picturesOf({ record, split, wanted }: PictureSource, registry: Registry) {
  const dataset = await datasetOf(record.config['dataset'] as Spec | undefined, record.seed, registry);
  const open = new Set(wanted.keys());
  for await (const { id, image } of dataset.examples(split)) {
    if (!open.delete(id)) continue;
    yield { id, index: wanted.get(id)!, address: await thumbnail(image) };
    if (open.size === 0) return;
  }
  if (open.size > 0) throw new UserError(`${open.size} of ${wanted.size} are no longer in the data set`);
}

/** The data set that a record names, with options that its component accepts. */
async function datasetOf(spec: Spec | undefined, seed: number, registry: Registry): Promise<Dataset> {
  if (spec?.slot !== 'dataset') throw new UserError('the records name no data set');
  const { options } = registry.find(spec);
  const dataset = { ...spec, options: parseOptions(`dataset/${spec.type}`, options, spec.options) };
  return compose({ config: { dataset } as unknown as RunConfig, seed, registry }).get(Dataset);
}
