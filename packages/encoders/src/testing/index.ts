export { describeImageEncoder, describeTextEncoder } from './describe-encoder';
export { describeHead } from './describe-head';
