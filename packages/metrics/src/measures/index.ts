export { covarianceShape, type CovarianceShape, overlapDimension, type OverlapDimension } from './covariance-shape';
export { kernelDivergences, type KernelDivergences } from './divergences';
export { frechetDistance, wassersteinUniformity } from './frechet';
export { centreGeometry, type CentreGeometry, pairGeometry, type PairGeometry } from './geometry';
export { heterogeneity, type Heterogeneity } from './heterogeneity';
export { type Hubness, hubness, hubnessOf } from './hubness';
export { conformities, relativeAlignment, type RelativeAlignment } from './pair-measures';
export { silhouette, silhouettes } from './silhouette';
export { structuralAgreement, type StructuralAgreement } from './structural-agreement';
