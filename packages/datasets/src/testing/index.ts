export {
  describeDamagedReader,
  type DamagedReaderFacts,
  type FilePicture,
  type Outcome,
  type OwnDamage,
} from './describe-damaged-reader';
export { type DatasetFacts, describeDataset, readAll } from './describe-dataset';
export { madePicture } from './made-pictures';
