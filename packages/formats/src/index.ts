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
