import { contentHash, Dataset, defineComponent, sha256, type ClassSet } from '@alignclip/core';
import { z } from 'zod';
import { imageOf, type CifarBatch } from './cifar/batches';
import { layoutOf, type CifarLayout } from './cifar/layouts';
import { readMembers, type Members } from './cifar/read-members';
import templates from './cifar/templates.json';
import { captionOfClass, templatesOption } from './reading/class-set';
import { listPart, type StoredItem } from './reading/part';
import { readingOptions } from './reading/reading-options';
import type { StoredSource } from './reading/source';
import { StoredDataset } from './reading/stored-dataset';

/** CIFAR-10 and CIFAR-100 as published: class sets for zero-shot, captions from a template (docs/components). */
export const cifar = defineComponent(Dataset)({
  type: 'cifar',
  options: z.strictObject({
    files: z
      .string()
      .min(1)
      .describe('the folder (cifar-10-batches-py, cifar-100-binary, …) or its tar file, plain or gzipped'),
    templates: templatesOption(templates),
    ...readingOptions,
  }),
  create: async (options) => new StoredDataset(await openCifar(options.files, options.templates), options),
});

/** Reads everything into memory: 180 MB. Throws UserError where a file is missing or incomplete. */
async function openCifar(path: string, templates: readonly string[]): Promise<StoredSource> {
  const members = await readMembers(path);
  const layout = layoutOf(members, path);
  const sets = await classSetsOf(layout, members, templates);
  const hashes: string[] = [];
  const splits = new Map<string, CifarBatch[]>();
  for (const split of ['train', 'test'] as const) {
    const batches: CifarBatch[] = [];
    for (const file of layout[split]) {
      const bytes = await members.read(file);
      hashes.push(sha256(bytes));
      batches.push(layout.batch(bytes, file));
    }
    splits.set(split, batches);
  }
  return {
    name: 'cifar',
    splits: [...splits.keys()],
    classSets: sets,
    captions: () => sets[0]!.classes.map((name) => [captionOfClass(sets[0]!, name)]),
    parts: (split) => [partOf(splits.get(split)!, split, sets)],
    fingerprint: () => Promise.resolve(contentHash([hashes, sets])),
  };
}

async function classSetsOf(layout: CifarLayout, members: Members, templates: readonly string[]): Promise<ClassSet[]> {
  const { fine, coarse } = await layout.classes(members);
  const classes = (names: readonly string[]) => names.map((name) => name.replaceAll('_', ' '));
  return [
    { name: layout.name, classes: classes(fine), templates },
    ...(coarse ? [{ name: `${layout.name}-coarse`, classes: classes(coarse), templates }] : []),
  ];
}

/** All batches as one list, so that they are shuffled as a whole. */
function partOf(batches: readonly CifarBatch[], split: string, sets: readonly ClassSet[]) {
  const places = batches.flatMap((batch) => Array.from({ length: batch.count }, (_, index) => [batch, index] as const));
  return listPart(split, places.length, (at) => itemOf(...places[at]!, `${split}/${at}`, sets));
}

function itemOf(batch: CifarBatch, index: number, id: string, [fine, coarse]: readonly ClassSet[]): StoredItem {
  const name = fine!.classes[batch.fine[index]!];
  const group = batch.coarse && coarse?.classes[batch.coarse[index]!];
  if (name === undefined || (batch.coarse !== undefined && group === undefined)) {
    const number = name === undefined ? batch.fine[index] : batch.coarse?.[index];
    return { damaged: id, reason: `no class has the number ${number}` };
  }
  return {
    id,
    captions: [captionOfClass(fine!, name)],
    labels: { [fine!.name]: name, ...(coarse && group !== undefined && { [coarse.name]: group }) },
    held: 64,
    load: () => Promise.resolve(imageOf(batch.planes(index))),
  };
}
