import { Augmentation, Dataset } from '@alignclip/core';
import { freeze, Parameters } from '@alignclip/nn';
import {
  Model,
  readWeights,
  TrainingData,
  trainingFeatures,
  trunkPlans,
  type TrainingFeatures,
  type TrunkPlan,
} from '@alignclip/training';
import type { Run } from './compose';

/** The frozen trunks of a run whose parts were checked. */
export const trunksOf = async (run: Run): Promise<TrunkPlan[]> =>
  trunkPlans(await run.get(Model), await run.get(Parameters), {
    dataset: await run.get(Dataset),
    augmentation: await run.get(Augmentation),
  });

/** The features that the training of a run takes from its frozen trunks; it gets its initial weights. */
export async function featuresOf(run: Run): Promise<TrainingFeatures> {
  const [model, parameters] = [await run.get(Model), await run.get(Parameters)];
  const { from, freeze: globs } = run.plan;
  if (from !== undefined) await readWeights(from, parameters, true);
  freeze(parameters, globs);
  return trainingFeatures(model, parameters, await run.get(TrainingData));
}
