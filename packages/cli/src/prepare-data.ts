import { Dataset } from '@alignclip/core';
import { compose, Registry, type SweepPlan } from '@alignclip/experiment';
import { TrainingData } from '@alignclip/training';
import { preparationProgress } from './progress/preparation-progress';

/** Fills the caches that several cells would otherwise fill at once: decoded pictures, caption embeddings. */
export async function prepareData({ experiment: { definition }, cells }: SweepPlan): Promise<void> {
  const registry = new Registry(definition.components);
  const prepared = new Set<string>();
  const { report, stop } = preparationProgress();
  for (const { config, seed, record } of cells) {
    const sources = JSON.stringify([config.dataset, config.teacher, config.losses]);
    if (record || prepared.has(sources)) continue;
    prepared.add(sources);
    const run = compose({ config, seed, registry, modules: definition.modules, onProgress: report });
    const dataset = await run.get(Dataset);
    for (const split of dataset.splits) await dataset.examples(split)[Symbol.asyncIterator]().next();
    await run.get(TrainingData);
  }
  stop();
}
