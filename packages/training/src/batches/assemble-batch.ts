import { tf } from '@alignclip/backend';
import type { Teacher, Tensor4D } from '@alignclip/core';
import type { Batch } from './batch';
import {
  batchNumbers,
  type BatchNumbers,
  type NumberMakers,
  type ShownExample,
  type TransformedImages,
} from './batch-numbers';

/** What batches are made with. */
export interface BatchMakers extends NumberMakers {
  /** Asked for S where a loss term needs it. */
  readonly teacher: Teacher | undefined;
}

export const assembleBatch = (makers: BatchMakers, shown: readonly ShownExample[]): Promise<Batch> =>
  batchTensors(batchNumbers(makers, shown), makers.teacher);

/** The tensors of a batch, with S where there is a teacher. */
export async function batchTensors(numbers: BatchNumbers, teacher: Teacher | undefined): Promise<Batch> {
  const { images, views, tokens, captions, classes, labels, position } = numbers;
  const semanticSimilarity = await teacher?.similarity({ captions, labels: classes });
  const { ids, rows, columns } = tokens;
  return {
    images: imageTensor(images),
    tokens: tf.tensor2d(ids, [rows, columns], 'int32'),
    ...(views && { views: [imageTensor(views[0]), imageTensor(views[1])] as const }),
    ...(semanticSimilarity && { semanticSimilarity }),
    ...(labels && { labels: labelTensors(labels) }),
    ...(position !== undefined && { position }),
  };
}

const imageTensor = ({ values, size }: TransformedImages): Tensor4D =>
  tf.tensor4d(values, [values.length / (size * size * 3), size, size, 3]);

const labelTensors = (labels: NonNullable<BatchNumbers['labels']>) =>
  Object.fromEntries(Object.entries(labels).map(([name, numbers]) => [name, tf.tensor1d(numbers, 'int32')]));
