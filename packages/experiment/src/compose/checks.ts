import {
  Augmentation,
  CaptionAugmentation,
  Dataset,
  EvaluationTransform,
  SharingStrategy,
  Teacher,
  type TrainingProbe,
  unknownName,
  UserError,
  ViewAugmentation,
} from '@alignclip/core';
import { checkMaps } from '@alignclip/evaluation';
import { countParameters, freeze, type ParameterCounts, Parameters, ParameterShapes } from '@alignclip/nn';
import {
  Model,
  readWeights,
  startingOf,
  startingPlans,
  TrainingData,
  trainingFeatures,
  type TrainingFeatures,
  TrainingObjective,
  TrainingProbes,
  type TrunkPlan,
  trunkPlans,
} from '@alignclip/training';
import type { Run } from './compose';
import { projectionAddress } from './projections';

/**
 * Creates every part of a run except its trainer, and so finds mistakes before the first step: tower widths that don't
 * match, parts that can't be shared, patches, heads, a missing teacher, unknown splits, class sets and frozen addresses, batch norm in chunks.
 * Returns the numbers of parameters. Throws UserError.
 */
export async function checkRun(run: Run): Promise<ParameterCounts> {
  const model = await run.get(Model);
  const parameters = await run.get(Parameters);
  if (parameters instanceof ParameterShapes) parameters.checkSharing(await run.get(SharingStrategy));
  await run.get(Augmentation);
  await run.get(EvaluationTransform);
  const { needs, terms } = await run.get(TrainingObjective);
  model.checkTerms(terms);
  if (needs.has('semanticSimilarity')) await run.get(Teacher);
  if (needs.has('views')) await run.get(ViewAugmentation);
  if (needs.has('textViews')) await run.get(CaptionAugmentation);
  await run.evaluators();
  const maps = await run.maps();
  checkMaps(maps, await run.get(Dataset));
  const reading = maps.find(({ needsProjections }) => needsProjections);
  if (reading) await checkProjections(run, reading.name);
  checkProbes(await run.get(TrainingProbes), await run.get(Dataset));
  freeze(parameters, run.plan.freeze);
  model.checkChunks(run.plan.accumulate);
  return countParameters(parameters);
}

async function checkProjections(run: Run, map: string): Promise<void> {
  for (const modality of ['image', 'text'] as const)
    if ((await projectionAddress(run, modality)) === undefined)
      throw new UserError(
        `map "${map}": it reads linear projections without bias, and the ${modality} tower of this model has none`,
      );
}

function checkProbes(probes: readonly TrainingProbe[], { name, splits }: Dataset): void {
  for (const probe of probes) {
    const { split } = probe.batch;
    if (!splits.includes(split)) throw unknownName(`split of ${name}, named by probe "${probe.name}":`, split, splits);
  }
}

/**
 * Reads one batch of the training split. Throws UserError if there is less than one batch, or if an example has no
 * caption although a loss term compares captions.
 */
export async function checkTrainingData(run: Run): Promise<void> {
  const dataset = await run.get(Dataset);
  const { needs } = await run.get(TrainingObjective);
  const { batchSize } = run.plan;
  let count = 0;
  for await (const { id, captions } of dataset.examples('train')) {
    if (captions.length === 0 && needs.has('semanticSimilarity'))
      throw new UserError(`losses: a term needs S, but example "${id}" of ${dataset.name} has no caption`);
    count += 1;
    if (count === batchSize) return;
  }
  throw new UserError(
    `trainer.batchSize = ${batchSize} is more than the ${count} training examples of "${dataset.name}"`,
  );
}

/** The frozen trunks of a run whose parts were checked, and those of the model it starts from where a term needs its rows. */
export async function trunksOf(run: Run): Promise<TrunkPlan[]> {
  const [model, parameters] = [await run.get(Model), await run.get(Parameters)];
  const shown = { dataset: await run.get(Dataset), augmentation: await run.get(Augmentation) };
  const { needs } = await run.get(TrainingObjective);
  const ofStart = needs.has('frozen') ? startingPlans(model, parameters, shown) : [];
  return [...trunkPlans(model, parameters, shown), ...ofStart];
}

/** The features that the training of a run keeps; it gets its initial weights. */
export async function featuresOf(run: Run): Promise<TrainingFeatures> {
  const [model, parameters] = [await run.get(Model), await run.get(Parameters)];
  const { from, freeze: globs } = run.plan;
  if (from !== undefined) await readWeights(from, parameters, true);
  freeze(parameters, globs);
  const starting = startingOf(await run.get(TrainingObjective), run.plan);
  return trainingFeatures(model, parameters, await run.get(TrainingData), starting);
}
