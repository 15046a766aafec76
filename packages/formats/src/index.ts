export { withFile, type ByteSource } from './byte-source';
export {
  inspectSafetensors,
  locateTensors,
  parseSafetensors,
  readSafetensors,
  requireTensor,
  type SafetensorsFile,
  type SafetensorsSummary,
} from './safetensors/read';
export { formatSafetensors, writeSafetensors } from './safetensors/write';
export * from './stored-tensor';
export { EventFile, readEventFile, type ScalarPoint } from './tensorboard/event-file';
export { openFile } from './open-file';
export { removeHalfWritten } from './remove-half-written';
export { writeFileAtomic, type FileContent } from './write-file-atomic';
export { readCheckpointFile, type CheckpointFile } from './read-checkpoint-file';
export { addressedSize, isAddressed, parametersOf } from './open-clip/addressed-model';
export { fromOpenClip, toAddresses, type ImportedModel } from './open-clip/from-open-clip';
export { knownAs, usualHeads } from './open-clip/known-models';
export {
  kindOf,
  sizeOf,
  type ModelSize,
  type OpenClipKind,
  type StateDict,
  type TowerSize,
} from './open-clip/model-size';
export { openClipConfig } from './open-clip/open-clip-config';
export { parameterTable, type ParameterRow } from './open-clip/parameter-table';
export { toOpenClip } from './open-clip/to-open-clip';
export { MemoryBudget } from './memory-budget';
export { isTensor, numpyGlobals, type TensorObject } from './numpy/numpy-globals';
export { parseNpy, readNpy, readNpz } from './numpy/read-npy';
export {
  isDict,
  isGlobal,
  isList,
  isObject,
  type AllowedGlobals,
  type PickleGlobal,
  type PickleKey,
  type PickleObject,
  type PickleValue,
} from './pickle/pickle-value';
export { readPickle, type PickleOptions } from './pickle/read-pickle';
export { readTorchCheckpoint, type TorchValue } from './torch/read-torch-checkpoint';
export { stateDictOf, tensorsOf } from './torch/state-dict-of';
export { openZip, withZip, type OpenZip, type ZipContents } from './zip-contents';
export type { TorchData } from './torch/pickle-writer';
export { writeTorch, writeTorchCheckpoint } from './torch/write-torch-checkpoint';
