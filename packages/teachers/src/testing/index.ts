export * from './describe-teacher';
export { madeSentenceEncoder } from '@alignclip/nn/testing';
