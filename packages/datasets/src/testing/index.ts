export {
  describeDamagedReader,
  type DamagedReaderFacts,
  type FileImage,
  type Outcome,
  type OwnDamage,
} from './describe-damaged-reader';
export { type DatasetFacts, describeDataset, readAll } from './describe-dataset';
export { madeImage } from './made-images';
