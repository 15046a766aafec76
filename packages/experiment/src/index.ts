export * from './define/cells';
export { checkScores } from './define/check-scores';
export * from './define/define-experiment';
export { cellName, type Folds } from './define/folds';
export { grid, range } from './define/grid';
export type { Factors, GridPoint, Variant } from './define/run-config';
export * from './define/load-experiment';
export { camelCase, kebabCase, type Overrides } from './define/override';
export * from './define/registry';
export * from './define/run-config';
export type { Tune } from './define/check-tune';
export * from './store/extended-seeds';
export * from './store/find-record';
export { removeGarbage } from './store/garbage';
export { listRuns, type ListedExperiment, type ListedRun } from './store/list-runs';
export * from './store/records';
export { curveGroups, eventFileName } from './store/run-events';
export * from './store/run-store';
export * from './compose/checks';
export * from './compose/compose';
export { openDataset, withDataset } from './compose/data-services';
export * from './identity/cell-keys';
export * from './identity/code-fingerprint';
export * from './models/evaluate-run';
export { mappedModel, mapsOf, refuseFittedOnScored } from './models/mapped-model';
export { exportedModel, type ExportedModel } from './models/exported-model';
export { foldedMaps } from './models/folded-maps';
export { hyperParameterMetadata, modelConfig, type HyperParameters, type ModelConfig } from './models/model-config';
export { modelTokenizer } from './models/model-tokenizer';
export * from './models/open-run';
export {
  guessWarning,
  openModelFile,
  readModelFile,
  type ModelFile,
  type ModelFileOptions,
} from './models/read-model-file';
export * from './sweep/sweep';
export { findUnreferenced } from './sweep/find-unreferenced';
export type { Measurement } from './sweep/measure/measure-cells';
export { estimate, type Estimate } from './sweep/measure/measure-cells';
export { cellsToTrain, measureCells, type MeasuredCells } from './sweep/measure/measure-cells';
export * from './sweep/open-experiment';
export * from './sweep/plan-sweep';
export { chosenCell } from './sweep/plan-sweep';
export { withStartingWeights } from './sweep/starting-weights';
export * from './sweep/run-cell';
export * from './sweep/plan-cells';
export { tryOwnParts } from './sweep/try-own-parts';
