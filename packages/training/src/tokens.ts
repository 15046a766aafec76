import { token, type TrainingProbe } from '@alignclip/core';
import type { BatchServices } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import type { Objective } from './objective';

export const Model = token<ContrastiveModel>('model');
export const TrainingObjective = token<Objective>('objective');
/** The run's probes, none where its configuration has no such slot. */
export const TrainingProbes = token<readonly TrainingProbe[]>('training-probes');
/** What batches are made of; the trainer adds the batch size and its steps. */
export const TrainingData = token<Omit<BatchServices, 'batchSize' | 'steps'>>('training-data');
