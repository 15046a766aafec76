export * from './local';
export * from './slurm';
