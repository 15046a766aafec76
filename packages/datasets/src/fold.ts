import {
  type AnyComponent,
  Dataset,
  defineComponent,
  parseOptions,
  Progress,
  type ReportProgress,
  type Spec,
  unknownName,
} from '@alignclip/core';
import { z } from 'zod';
import { cifar } from './cifar';
import { coco } from './coco';
import { csv } from './csv';
import { emojiCaptions } from './emoji-captions';
import { flickr } from './flickr';
import { FoldedDataset } from './folds/folded-dataset';
import { imageFolder } from './image-folder';
import { karpathy } from './karpathy';
import { mixture } from './mixture';
import { parquet } from './parquet';
import { shapes } from './shapes';
import { webdataset } from './webdataset';

const readers: readonly AnyComponent[] = [
  ...[webdataset, csv, coco, flickr, karpathy, cifar, imageFolder, parquet, shapes, mixture, emojiCaptions],
];

const spec = z.custom<Spec<'dataset'>>(
  (value) => z.object({ slot: z.literal('dataset'), type: z.string(), options: z.object() }).safeParse(value).success,
  'is not a data set, such as csv({ … })',
);

/** A data set whose train, val and test are divided anew, so that results can vary over data too (docs/components). */
export const fold = defineComponent(Dataset)({
  type: 'fold',
  options: z
    .strictObject({
      dataset: spec.describe('a data set of alignclip; other splits than train, val and test stay as they are'),
      of: z.int().min(3).max(10).describe('number of folds, 3 to 10; their test splits have nothing in common'),
      index: z.int().min(0).max(9).describe('which fold, from 0'),
    })
    .refine(({ of, index }) => index < of, { path: ['index'], message: 'must be below of' }),
  inject: [Progress],
  create: async ({ dataset: { type, options }, of, index }, report?: ReportProgress): Promise<Dataset> => {
    const component = readers.find((candidate) => candidate.type === type);
    if (component === undefined)
      throw unknownName(
        'data set with folds',
        type,
        readers.map((one) => one.type),
      );
    const services = component.inject.map(() => report);
    const given = parseOptions(`fold: dataset/${type}`, component.options, options);
    const dataset = (await component.create(given, ...services)) as Dataset;
    return dataset.inFold?.({ index, of }) ?? new FoldedDataset(dataset, { index, of });
  },
});
