export { type ByteSource, openFile, withFile } from './byte-source';
export { duplicateKey } from './duplicate-key';
export { EmbeddingStore } from './embeddings/embedding-store';
export { MemoryBudget } from './memory-budget';
export { isTensor, numpyGlobals, type TensorObject } from './numpy/numpy-globals';
export { parseNpy, readNpy, readNpz } from './numpy/read-npy';
export { formByAddress, isAddressed, parametersOf } from './open-clip/addressed-model';
export { knownAs, openClipConfig, usualHeads } from './open-clip/configurations';
export { checkValues } from './open-clip/check-values';
export {
  fromOpenClip,
  type ImportedModel,
  type ParameterRow,
  toAddresses,
} from './open-clip/from-open-clip';
export { type ImageForm, type ModelForm, type ModelKind, type TextForm, toldForm } from './open-clip/model-form';
export type { Told } from './open-clip/told';
export type { StateDict } from './open-clip/naming';
export { addressedForm, toOpenClip } from './open-clip/to-open-clip';
export * from './pickle/pickle-value';
export { type PickleOptions, readPickle } from './pickle/read-pickle';
export { type CheckpointFile, readCheckpointFile } from './read-checkpoint-file';
export { isCheckpointFolder } from './sharded/find-checkpoint';
export { isShardIndex } from './sharded/shard-index';
export * from './safetensors/read';
export { formatSafetensors, writeChecked, writeSafetensors } from './safetensors/write';
export * from './stored-tensor';
export { EventFile, readEventFile, type ScalarPoint } from './tensorboard/event-file';
export { type HubTokenizer, readHubTokenizer } from './tokenizer-json/read-tokenizer';
export { readBoundedJson } from './tokenizer-json/tokenizer-schema';
export type { TorchData } from './torch/pickle-writer';
export { readTorchCheckpoint, stateDictOf, tensorsOf, type TorchValue } from './torch/read-torch-checkpoint';
export { writeTorch, writeTorchCheckpoint } from './torch/write-torch-checkpoint';
export { type FileContent, removeHalfWritten, writeFileAtomic } from './write-file-atomic';
export { openZip, type OpenZip, withZip, type ZipContents } from './zip-contents';
export { makeFolder } from './make-folder';
