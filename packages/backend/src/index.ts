export * from './kernels';
export * from './tf';
