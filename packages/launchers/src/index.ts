import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const launcherComponents = componentsOf(all);

export { peakMemory } from './memory';
export * from './serve-job';
export { slurmStatus, type BatchStatus, type TaskStatus } from './slurm/batch-status';
