export { withFile, type ByteSource } from './byte-source';
export {
  inspectSafetensors,
  parseSafetensors,
  readSafetensors,
  requireTensor,
  type SafetensorsFile,
  type SafetensorsSummary,
} from './safetensors/read';
export { formatSafetensors, writeSafetensors } from './safetensors/write';
export * from './stored-tensor';
export { writeFileAtomic, type FileContent } from './write-file-atomic';
export { fromOpenClip, toAddresses, type ImportedModel } from './open-clip/from-open-clip';
export {
  kindOf,
  sizeOf,
  type ModelSize,
  type OpenClipKind,
  type StateDict,
  type TowerSize,
} from './open-clip/model-size';
export { parameterTable, type ParameterRow } from './open-clip/parameter-table';
export { toOpenClip } from './open-clip/to-open-clip';
