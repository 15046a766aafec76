export { exportedModel, type ExportedModel } from './exported-model';
export { modelConfig, type ModelConfig } from './model-config';
export { openModelFile, type ModelFileOptions } from './read-model-file';
export { readModelFile, type ModelFile } from './read-model-file';
export { type HyperParameters, hyperParameterMetadata } from './model-config';
