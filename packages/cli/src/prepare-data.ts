import { Dataset } from '@alignclip/core';
import { checkTrainingData, compose, Registry, type SweepPlan } from '@alignclip/experiment';
import { TrainingData } from '@alignclip/training';
import { preparationProgress } from './progress/preparation-progress';

/**
 * Fills the caches that several cells would otherwise fill at once: decoded images, caption embeddings. Throws UserError
 * where the training data don't suit the run.
 */
export async function prepareData({ experiment: { definition }, cells }: SweepPlan): Promise<void> {
  const registry = new Registry(definition.components);
  const { report, stop } = preparationProgress();
  const unfinished = cells.filter(({ record }) => record === undefined);
  const prepared = new Map(
    unfinished.map(({ config, seed }) => [
      JSON.stringify([config.dataset, config.teacher, config.losses, config.trainer.options['batchSize']]),
      { config, seed },
    ]),
  );
  try {
    for (const { config, seed } of prepared.values()) {
      const run = compose({ config, seed, registry, modules: definition.modules, onProgress: report });
      const dataset = await run.get(Dataset);
      for (const split of dataset.splits) await begin(dataset, split);
      await checkTrainingData(run, config);
      await run.get(TrainingData);
    }
  } finally {
    stop();
  }
}

/** Reads the first example, and closes what it was read from. */
async function begin(dataset: Dataset, split: string): Promise<void> {
  const examples = dataset.examples(split)[Symbol.asyncIterator]();
  await examples.next();
  await examples.return?.();
}
