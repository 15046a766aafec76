import { modalities, type Dataset, type ImageTransform, type RawImage, type ReportProgress } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContrastiveModel } from '../contrastive-model';
import { stopWhereAborted, type FeatureRows } from './feature-rows';
import type { FeatureServices, StartingFeatures } from './feature-services';
import { openDecodedFiles, openFrozenTrunks } from './frozen-trunks';
import { trainingExamples, type DecodedFiles } from './known-images';
import { chunks } from './released-examples';
import { countStarting, openStarting, prepareStarting, type FeatureCount, type Starting } from './starting-features';
import { isTrunkFrozen, trunkPlans } from './trunk-plan';

/** What a training is shown, and how its features are computed. */
export interface TrainingServices {
  readonly dataset: Dataset;
  readonly augmentation: ImageTransform;
  /** Absent where nothing is known about the code of the towers: their trunks then compute every batch. */
  readonly features?: FeatureServices | undefined;
}

/** Features that training takes in place of pixels and token ids. */
export interface TrainingFeatures {
  readonly imageFeatures?: FeatureRows<RawImage> | undefined;
  /** Files whose images need not be decoded, because their features are kept. */
  readonly decodedFiles?: DecodedFiles | undefined;
  readonly captionFeatures?: FeatureRows<string> | undefined;
  /** Of the trunks that are trained, for terms that compare with the starting model. */
  readonly starting?: StartingFeatures | undefined;
}

/**
 * The features that training can keep: those of frozen trunks, and those of the starting model where terms ask for it;
 * tells the model which trunks are frozen.
 */
export async function trainingFeatures(
  model: ContrastiveModel,
  parameters: ParameterStore,
  services: TrainingServices,
  starting?: Starting,
): Promise<TrainingFeatures> {
  model.frozen = new Set(modalities.filter((modality) => isTrunkFrozen(model, modality, parameters)));
  const kept = await frozenFeatures(model, parameters, services);
  const { features, ...shown } = services;
  if (starting === undefined || features === undefined) return kept;
  return { ...kept, starting: await openStarting(model, parameters, starting, features, shown) };
}

async function frozenFeatures(
  model: ContrastiveModel,
  parameters: ParameterStore,
  { features, ...shown }: TrainingServices,
): Promise<TrainingFeatures> {
  const plans = features ? trunkPlans(model, parameters, shown) : [];
  const isKept = (modality: string) => plans.some((plan) => plan.modality === modality && plan.obstacle === undefined);
  if (features === undefined || !(isKept('image') || isKept('text'))) return {};
  const { image, text } = await openFrozenTrunks(model, parameters, features);
  const ofImages = image && { imageFeatures: image, decodedFiles: openDecodedFiles(image, features) };
  return { ...(isKept('image') && ofImages), ...(isKept('text') && { captionFeatures: text }) };
}

/** Counts what is kept; reads the training images where those of images are. Throws Interrupted when the signal aborts. */
export async function countFeatures(
  dataset: Dataset,
  features: TrainingFeatures,
  signal?: AbortSignal,
): Promise<FeatureCount[]> {
  const counts: FeatureCount[] = [];
  const { imageFeatures, captionFeatures } = features;
  if (imageFeatures !== undefined) {
    const seen = { kept: 0, total: 0 };
    for await (const examples of chunks(trainingExamples(dataset, features.decodedFiles))) {
      await nextTurn(); // Ctrl-C is handled between chunks
      stopWhereAborted(signal);
      for (const { image } of examples) seen.kept += (await imageFeatures.count([image])).kept;
      seen.total += examples.length;
    }
    counts.push({ what: 'images', ...seen });
  }
  if (captionFeatures !== undefined) {
    counts.push({ what: 'captions', ...(await captionFeatures.count(await dataset.trainingCaptions!())) });
  }
  if (features.starting) counts.push(...(await countStarting(features.starting, dataset)));
  return counts;
}

/** Computes what is missing. Throws Interrupted when the signal aborts, after the current chunk; what is done stays. */
export async function prepareFeatures(
  dataset: Dataset,
  features: TrainingFeatures,
  report?: ReportProgress,
  signal?: AbortSignal,
): Promise<void> {
  const { imageFeatures, captionFeatures } = features;
  const counts = await countFeatures(dataset, features, signal);
  const images = counts.find(({ what }) => what === 'images');
  if (imageFeatures && images && images.kept < images.total) {
    let done = 0;
    for await (const examples of chunks(trainingExamples(dataset, features.decodedFiles))) {
      await imageFeatures.prepare(
        examples.map(({ image }) => image),
        undefined,
        signal,
      );
      done += examples.length;
      report?.('image features', done, images.total);
    }
  }
  if (captionFeatures) await captionFeatures.prepare(await dataset.trainingCaptions!(), report, signal);
  if (features.starting) await prepareStarting(features.starting, dataset, report, signal);
}
