import {
  modalities,
  unknownName,
  type Dataset,
  type Encoder,
  type ImageTransform,
  type Modality,
} from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { isStreaming } from '../batches/example-feed';
import type { ContrastiveModel } from '../contrastive-model';

/** What training does with a trunk that is frozen. */
export interface TrunkPlan {
  readonly modality: Modality;
  /** Present where the trunk is that of the model which training starts from, and is trained itself. */
  readonly of?: 'starting model';
  /** Why its features are not computed once and kept; undefined where they are. */
  readonly obstacle?: string | undefined;
}

/** What a training shows to the towers. */
export interface ShownData {
  readonly dataset: Pick<Dataset, 'name' | 'stream' | 'trainingCaptions'>;
  readonly augmentation: ImageTransform;
}

/** The frozen trunks of a model, and whether their features in training are kept. */
export function trunkPlans(model: ContrastiveModel, parameters: ParameterStore, shown: ShownData): TrunkPlan[] {
  return modalities
    .filter((modality) => isTrunkFrozen(model, modality, parameters))
    .map((modality) => ({ modality, obstacle: featureObstacle(modality, shown) }));
}

/** Why features of what training shows can't be kept; undefined where they can. */
export function featureObstacle(modality: Modality, { dataset, augmentation }: ShownData): string | undefined {
  if (isStreaming(dataset as Dataset)) return `"${dataset.name}" comes as a stream`;
  if (modality === 'text')
    return dataset.trainingCaptions === undefined
      ? `the data set "${dataset.name}" does not list its captions`
      : undefined;
  return augmentation.deterministic === true
    ? undefined
    : 'the augmentation is random; with `augmentation: noAugmentation()` its features are computed once and kept';
}

/** Whether nothing that a tower's features depend on is trained, and whether there is a way from features on. */
export function isTrunkFrozen(model: ContrastiveModel, modality: Modality, parameters: ParameterStore): boolean {
  const tower: Pick<Encoder<never>, 'trunk' | 'featureWidth'> & object = model.towerOf(modality);
  const goesOn = model.hasHead || 'embedFeatures' in tower;
  if (tower.trunk === undefined || tower.featureWidth === undefined || !goesOn) return false;
  return tower.trunk.every((address) => parameters.get(address)?.trainable === false);
}

const choices = ['on', 'off'] as const;

/**
 * ALIGNCLIP_FEATURE_CACHE: `on` (the default) keeps the features of frozen trunks, `off` computes each whenever it is
 * needed; the numbers are the same. Throws UserError on anything else.
 */
export function keepsFeatures(environment: NodeJS.ProcessEnv = process.env): boolean {
  const wanted = environment['ALIGNCLIP_FEATURE_CACHE'] || 'on';
  const choice = choices.find((known) => known === wanted);
  if (choice === undefined) throw unknownName('ALIGNCLIP_FEATURE_CACHE', wanted, choices);
  return choice === 'on';
}
