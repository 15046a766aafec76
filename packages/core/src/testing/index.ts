export { describeWhere, itWhere } from './where';
