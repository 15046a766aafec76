export { type DatasetFacts, describeDataset, readAll } from './describe-dataset';
