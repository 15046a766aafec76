export {
  describeCorruptReader,
  type CorruptReaderFacts,
  type FileImage,
  type Outcome,
  type OwnCorruption,
} from './describe-corrupt-reader';
export { type DatasetFacts, describeDataset, readAll } from './describe-dataset';
export { madeImage } from './corrupt-images';
