export * from './components';
export * from './local';
export * from './serve-job';
export * from './slurm';
