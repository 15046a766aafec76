export * from './describe-embedding-head';
export { describeHead } from './describe-head';
export { describeImageEncoder, describeTextEncoder } from './describe-encoder';
export { madePass, passOfImages } from './made-pass';
