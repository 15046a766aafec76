/**
 * For specs of your own components: the contract suite of each slot, small data and models, the numeric gradient. All of
 * it is for jest (`alignclip/jest-preset`).
 */
export { hasAddOn, hasTensorflow, noAddOn, noTensorflow } from '@alignclip/backend/testing';
export { describeWhere, itWhere, temporaryFolder } from '@alignclip/core/testing';
export { type DatasetFacts, describeDataset, readAll } from '@alignclip/datasets/testing';
export * from '@alignclip/encoders/testing';
export * from '@alignclip/evaluation/testing';
export { madeRecord } from '@alignclip/experiment/testing';
export {
  analyticGradients,
  type BatchShape,
  describeLossTerm,
  numericDerivative,
  randomBatch,
  reorder,
  tensorsOf,
  type WholeBatch,
} from '@alignclip/losses/testing';
export { cloud, describeMap } from '@alignclip/maps/testing';
export { describeFigure, describeTable, figureRecords } from '@alignclip/reporting/testing';
export * from '@alignclip/sharing/testing';
export { describeTeacher } from '@alignclip/teachers/testing';
export { describeSchedule } from '@alignclip/training/testing';
