import { Dataset } from '@alignclip/core';
import { checkTrainingData, compose, type SweepPlan } from '@alignclip/experiment';
import { TrainingData } from '@alignclip/training';
import { preparationProgress } from '../progress/item-progress';

/**
 * Fills the caches that several cells would otherwise fill at the same time: decoded images, caption embeddings. Throws
 * UserError if the training data do not suit the run.
 */
export async function prepareData({ experiment: { definition, registry }, cells }: SweepPlan): Promise<void> {
  const { report, stop } = preparationProgress();
  const unfinished = cells.filter(({ record }) => record === undefined);
  const prepared = new Map(
    unfinished.map(({ config, seed, training }) => [
      JSON.stringify([config.dataset, config.teacher, config.losses, training.batchSize]),
      { config, seed },
    ]),
  );
  try {
    for (const { config, seed } of prepared.values()) {
      const run = compose({ config, seed, registry, modules: definition.modules, onProgress: report });
      const dataset = await run.get(Dataset);
      for (const split of dataset.splits) await begin(dataset, split);
      await checkTrainingData(run);
      await run.get(TrainingData);
    }
  } finally {
    stop();
  }
}

/** Reads the first example of a split, and closes the reader. */
async function begin(dataset: Dataset, split: string): Promise<void> {
  const examples = dataset.examples(split)[Symbol.asyncIterator]();
  await examples.next();
  await examples.return?.();
}
