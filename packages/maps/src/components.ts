export * from './centring';
export * from './dual-bank-sinkhorn';
export * from './nearest-neighbour-normalisation';
export * from './orthogonal-shift';
export * from './procrustes';
export * from './re-align';
export * from './shared-subspace';
export * from './standardisation';
