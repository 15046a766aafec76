export * from './describe-teacher';
export { madeSentenceEncoder } from './made-sentence-encoder';
export { EmbeddingStore } from '../sentence-encoder/embedding-store';
