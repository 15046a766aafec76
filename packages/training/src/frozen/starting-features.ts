import {
  modalities,
  type Dataset,
  type Modality,
  type RawImage,
  type ReportProgress,
  type TrainingPlan,
} from '@alignclip/core';
import { EmbeddingStore } from '@alignclip/formats';
import type { ParameterStore } from '@alignclip/nn';
import type { ContrastiveModel } from '../contrastive-model';
import type { Objective } from '../objective';
import type { FeatureServices, StartingFeatures } from './feature-services';
import { folderOf } from './frozen-trunks';
import { groupedImages, groupedTexts } from './groups/grouped-rows';
import { featureObstacle, isTrunkFrozen, keepsFeatures, type ShownData, type TrunkPlan } from './trunk-plan';

/** How many different images and captions a training shows, and of how many of them features are kept. */
export interface FeatureCount {
  /** `images`, `captions`, or those of the starting model. */
  readonly what: string;
  readonly kept: number;
  readonly total: number;
}

/** A training with a term that compares with the model it starts from. */
export interface Starting {
  /** Whether the model comes from a file, so that other runs may start from the same. */
  readonly isFromFile: boolean;
  /** Examples that the training shows, steps times batch size. */
  readonly shown: number;
}

/** Undefined where no term compares. */
export const startingOf = (
  { needs }: Pick<Objective, 'needs'>,
  { from, steps, batchSize }: Pick<TrainingPlan, 'from' | 'steps' | 'batchSize'>,
): Starting | undefined =>
  needs.has('frozen') ? { isFromFile: from !== undefined, shown: steps * batchSize } : undefined;

/** What training does with the trunks of the model that it starts from, where they aren't frozen in it. */
export const startingPlans = (model: ContrastiveModel, parameters: ParameterStore, shown: ShownData): TrunkPlan[] =>
  modalities
    .filter((modality) => !isTrunkFrozen(model, modality, parameters))
    .map((modality) => ({ modality, of: 'starting model', obstacle: featureObstacle(modality, shown) }));

/** Makes the rows of the captions that training shows, where that is worth it. Throws Interrupted. */
export async function prepareStartingTexts(
  { text }: StartingFeatures,
  dataset: Dataset,
  report?: ReportProgress,
  signal?: AbortSignal,
): Promise<void> {
  const captions = text ? await dataset.trainingCaptions!() : [];
  if (!text?.isWorth(captions.length)) return;
  const told = (done: number) => report?.('starting caption features', done, captions.length);
  await text.prepare(captions, told, signal);
}

/** Makes the rows that several cells would otherwise compute at the same time. Throws Interrupted. */
export async function prepareStarting(
  features: StartingFeatures,
  dataset: Dataset,
  report?: ReportProgress,
  signal?: AbortSignal,
): Promise<void> {
  const { image, text } = features;
  if (text?.isKept) await prepareStartingTexts(features, dataset, report, signal);
  if (!image?.isKept) return;
  const { kept, total } = await image.count(imagesOf(dataset));
  if (kept === total || !image.isWorth(total)) return;
  const told = (done: number) => report?.('starting image features', done, total);
  await image.prepare(imagesOf(dataset), told, signal);
}

/** What the next run finds of the rows that it will make. */
export async function countStarting({ image, text }: StartingFeatures, dataset: Dataset): Promise<FeatureCount[]> {
  const counts = [
    ...(image?.isKept ? [{ what: 'images', ...(await image.count(imagesOf(dataset))), rows: image }] : []),
    ...(text?.isKept
      ? [{ what: 'captions', ...(await text.count(await dataset.trainingCaptions!())), rows: text }]
      : []),
  ];
  return counts
    .filter(({ rows, total }) => rows.isWorth(total))
    .map(({ what, kept, total }) => ({ what: `${what} of the starting model`, kept, total }));
}

async function* imagesOf(dataset: Dataset): AsyncGenerator<RawImage> {
  for await (const { image } of dataset.examples('train')) yield image;
}

/** Call it when the weights are those that training starts from, and prepare the rows before the first step. */
export async function openStarting(
  model: ContrastiveModel,
  parameters: ParameterStore,
  { isFromFile, shown }: Starting,
  services: FeatureServices,
  data: ShownData,
): Promise<StartingFeatures> {
  const plans = startingPlans(model, parameters, data);
  const isKept = (modality: Modality) =>
    plans.some((plan) => plan.modality === modality && plan.obstacle === undefined);
  const kept = async (modality: Modality) => {
    const folder =
      isFromFile && keepsFeatures() ? await folderOf(model, modality, parameters, services, 'groups') : undefined;
    const width = model.towerOf(modality).featureWidth!;
    return { shown, store: folder === undefined ? undefined : new EmbeddingStore(folder, width) };
  };
  return {
    ...(isKept('image') && { image: groupedImages(model.imageEncoder, services.transform, await kept('image')) }),
    ...(isKept('text') && { text: groupedTexts(model.textEncoder, services.tokenizer, await kept('text')) }),
  };
}
