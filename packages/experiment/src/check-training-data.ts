import { Dataset, UserError } from '@alignclip/core';
import { TrainingObjective } from '@alignclip/training';
import type { Run } from './compose';
import type { RunConfig } from './run-config';

/**
 * Reads the first batch's worth of the training split. Throws UserError where there is less than one batch, and where an
 * example has no caption although a loss term compares captions.
 */
export async function checkTrainingData(run: Run, { trainer }: Pick<RunConfig, 'trainer'>): Promise<void> {
  const dataset = await run.get(Dataset);
  const { needs } = await run.get(TrainingObjective);
  const { batchSize = 1 } = trainer.options as { batchSize?: number };
  let count = 0;
  for await (const { id, captions } of dataset.examples('train')) {
    if (captions.length === 0 && needs.has('semanticSimilarity'))
      throw new UserError(
        `losses: a term asks for S, but example "${id}" of ${dataset.name} has no caption to compare`,
      );
    count += 1;
    if (count === batchSize) return;
  }
  throw new UserError(
    `trainer.batchSize = ${batchSize} is more than the ${count} training examples of "${dataset.name}"`,
  );
}
