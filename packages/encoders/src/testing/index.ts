export { describeImageEncoder, describeTextEncoder } from './describe-encoder';
export { describeHead } from './describe-head';
export { madePass, passOfImages } from './made-pass';
