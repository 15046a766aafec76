export { describeImageEncoder, describeTextEncoder } from './describe-encoder';
