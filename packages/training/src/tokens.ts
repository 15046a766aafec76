import { token, type TrainingProbe } from '@alignclip/core';
import type { BatchServices } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import type { Objective } from './objective';

export const Model = token<ContrastiveModel>('model');
export const TrainingObjective = token<Objective>('objective');
/** The run's probes; empty where its configuration has none. */
export const TrainingProbes = token<readonly TrainingProbe[]>('training-probes');
/** What batches are made with; the trainer adds batch size and steps. */
export const TrainingData = token<Omit<BatchServices, 'batchSize' | 'steps'>>('training-data');
