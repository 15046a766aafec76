import { tf } from '@alignclip/backend';
import { drawsWithoutKeys, lossDraws, ownShare } from '@alignclip/core';
import type { EmbeddedBatch, Json, Matrix, Teacher, Tensor2D, Tensor4D, TokenMatrix } from '@alignclip/core';
import {
  batchNumberFeed,
  batchNumbers,
  type BatchNumbers,
  type NumberMakers,
  type NumberServices,
  type ShownExample,
  type TransformedImages,
} from './batch-numbers';
import { early, mapFeed, type Feed } from './feed';
import type { FeatureRows } from '../frozen/feature-rows';
import type { FeatureServices, StartingFeatures } from '../frozen/feature-services';
import { ThreadedFeed } from './thread/threaded-feed';
import type { StartBatchThread } from './thread/batch-thread';

/** What the towers read. */
export interface TowerInputs {
  /** [N, S, S, 3], or features [N, w] of a frozen trunk. */
  readonly images: Tensor4D | Tensor2D;
  /** [N, T] int32, or features [N, w] of a frozen trunk. */
  readonly tokens: Tensor2D;
  /** Features of the starting model, [N, w], where they are kept. */
  readonly starting?: { readonly images?: Tensor2D; readonly tokens?: Tensor2D };
  /** Two augmented views per image, [N, S, S, 3], where a term needs them. */
  readonly views?: readonly [Tensor4D, Tensor4D];
  /** A changed copy of each caption, [N, T] int32, where a term needs it. */
  readonly tokenViews?: Tensor2D;
  /** Two words per example, [2N], in training only: what its random numbers follow from. */
  readonly keys?: Uint32Array;
}

/** What terms read as it is, of the whole batch, where a term needs it. */
export type GivenSignals = Pick<EmbeddedBatch, 'semanticSimilarity' | 'labels' | 'frozen' | 'progress' | 'draws'> & {
  /** Whether the batch is one of a training's steps. */
  readonly isTraining?: boolean;
};

/** One training batch, ready for the towers: each worker's own rows, keys of all. Whoever asked for it disposes it. */
export interface Batch extends TowerInputs, Omit<GivenSignals, 'draws' | 'isTraining'> {
  /** Where the data stand after it; absent where the step alone determines the batch. */
  readonly position?: Json;
}

/** What batches are made with. */
export interface BatchMakers extends NumberMakers {
  /** Gives S where a loss term needs it. */
  readonly teacher: Teacher | undefined;
  /** Features of captions, where they are kept. */
  readonly captionFeatures?: FeatureRows<string> | undefined;
}

export interface BatchServices extends BatchMakers, NumberServices {
  /** Starts a thread that makes the same batches; used where waiting for them costs more. */
  readonly startThread?: StartBatchThread | undefined;
  /** Steps of the whole training, which determine what a thread would save; no thread is started without it. */
  readonly steps?: number;
  /** How the features of frozen trunks are computed; without it trunks compute every batch. */
  readonly features?: FeatureServices | undefined;
}

/**
 * The batches of a training. Throws UserError where the training split is read into memory and holds fewer examples
 * than a batch.
 */
export async function openBatches(services: BatchServices): Promise<Feed<Batch>> {
  const { startThread, steps, batchSize } = services;
  const local = early(await batchNumberFeed(services));
  const byImage = services.imageFeatures ?? services.starting?.image; // images themselves stay on this thread
  const isHelped = startThread !== undefined && steps !== undefined && byImage === undefined;
  const numbers = isHelped ? new ThreadedFeed(local, () => startThread(batchSize), steps) : local;
  return cropsBesideSteps(
    numbers,
    mapFeed(numbers, (made) => batchTensors(made, services)),
    steps,
  );
}

/** Asks for the next batch once a batch is ready, so that its images are cropped while the step runs. */
const cropsBesideSteps = (numbers: Feed<BatchNumbers>, batches: Feed<Batch>, steps = Infinity): Feed<Batch> => ({
  ...batches,
  async next(step) {
    const batch = await batches.next(step);
    if (step + 1 < steps) await numbers.ask?.(step + 1);
    return batch;
  },
});

export const assembleBatch = async (makers: BatchMakers, shown: readonly ShownExample[]): Promise<Batch> =>
  batchTensors(await batchNumbers(makers, shown), makers);

/** The tensors of a batch, with S where there is a teacher. */
async function batchTensors(numbers: BatchNumbers, makers: BatchMakers): Promise<Batch> {
  const { captions, classes, labels, keys, position } = numbers;
  const semanticSimilarity = await makers.teacher?.similarity({ captions, labels: classes });
  return {
    ...(await inputTensors(numbers, makers)),
    ...(semanticSimilarity && { semanticSimilarity }),
    ...(labels && { labels: labelTensors(labels) }),
    ...(keys && { keys }),
    ...(position !== undefined && { position }),
  };
}

/** What the towers read, with features in place of images and tokens where they are kept. */
async function inputTensors(numbers: BatchNumbers, makers: BatchMakers): Promise<Omit<TowerInputs, 'keys'>> {
  const { imageFeatures, captionFeatures, starting } = makers;
  const { images, raw, views, tokens, tokenViews } = numbers;
  const captions = ownShare(numbers.captions, makers.share);
  const ofImages = raw && (await imageFeatures?.rows(raw));
  const ofCaptions = await captionFeatures?.rows(captions);
  return {
    images: ofImages ? featureTensor(ofImages) : imageTensor(images!),
    tokens: ofCaptions ? featureTensor(ofCaptions) : tokenTensor(tokens),
    ...(starting && { starting: startingTensors(starting, { ...numbers, captions }) }),
    ...(views && { views: [imageTensor(views[0]), imageTensor(views[1])] as const }),
    ...(tokenViews && { tokenViews: tokenTensor(tokenViews) }),
  };
}

function startingTensors({ image, text }: StartingFeatures, { raw, captions }: BatchNumbers) {
  return {
    ...(image?.isReady && { images: featureTensor(image.rows(raw!)) }),
    ...(text?.isReady && { tokens: featureTensor(text.rows(captions)) }),
  };
}

const imageTensor = ({ values, size }: TransformedImages): Tensor4D =>
  tf.tensor4d(values, [values.length / (size * size * 3), size, size, 3]);

const tokenTensor = ({ ids, rows, columns }: TokenMatrix): Tensor2D => tf.tensor2d(ids, [rows, columns], 'int32');

const featureTensor = ({ values, rows, columns }: Matrix): Tensor2D => tf.tensor2d(values, [rows, columns]);

const labelTensors = (labels: NonNullable<BatchNumbers['labels']>) =>
  Object.fromEntries(Object.entries(labels).map(([name, numbers]) => [name, tf.tensor1d(numbers, 'int32')]));

export const givenSignals = ({ images, keys, semanticSimilarity, labels, frozen, progress }: Batch): GivenSignals => ({
  ...(semanticSimilarity && { semanticSimilarity }),
  ...(labels && { labels }),
  ...(frozen && { frozen }),
  ...(progress !== undefined && { progress }),
  ...(keys && { isTraining: true }),
  draws: keys ? lossDraws(keys) : drawsWithoutKeys(images.shape[0]),
});

export function disposeBatch(batch: Batch): void {
  const { images, tokens, tokenViews, views, semanticSimilarity, labels, frozen, starting } = batch;
  tf.dispose([images, tokens, ...(views ?? []), ...Object.values(labels ?? {})]);
  tf.dispose([{ ...frozen }, { ...starting }]);
  tokenViews?.dispose();
  semanticSimilarity?.dispose();
}
