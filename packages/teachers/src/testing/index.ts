export * from './describe-teacher';
export { madeSentenceEncoder } from './made-sentence-encoder';
