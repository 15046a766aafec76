export * from './cache-folder';
export * from './kernels';
export * from './tf';
