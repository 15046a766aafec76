export * from './components';
export * from './local';
export { peakMemory } from './local/machine-memory';
export * from './serve-job';
export * from './slurm';
export { slurmStatus, type BatchStatus, type TaskStatus } from './slurm/batch-status';
