export { temporaryFolder } from './temporary-folder';
export { describeWhere, itWhere } from './where';
