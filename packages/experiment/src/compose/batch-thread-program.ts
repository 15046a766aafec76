import { useNativeImages } from '@alignclip/backend';
import { batchNumberFeed, serveBatches, TrainingObjective } from '@alignclip/training';
import { parentPort, workerData } from 'node:worker_threads';
import type { BatchThreadData } from './batch-thread';
import { compose } from './compose';
import { loadExperiment } from '../define/load-experiment';
import { ParameterShapes } from '@alignclip/nn';
import { trainingData } from './data-services';

/** Composes what batches are made of, without weights and without S: those are the trainer's. */
async function main({ file, config, seed, batchSize, share, imageThreads }: BatchThreadData): Promise<void> {
  if (imageThreads !== undefined) useNativeImages(imageThreads);
  const { definition, registry } = loadExperiment(file);
  const run = compose({ config, seed, registry, modules: definition.modules, parameters: new ParameterShapes() });
  const { needs } = await run.get(TrainingObjective);
  const numbers = new Set([...needs].filter((signal) => signal !== 'semanticSimilarity'));
  const services = await trainingData(
    (token) => run.get(token),
    numbers,
    seed,
    () => undefined,
  );
  serveBatches(parentPort!, await batchNumberFeed({ ...services, batchSize, share }));
}

void main(workerData as BatchThreadData);
