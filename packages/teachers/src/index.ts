export * from './bag-of-words';
export * from './components';
export * from './labels';
export * from './sbert';
export { hasSentenceEncoder, sentenceEncoderFolder, sentenceEncoders } from './sentence-encoder/model-folder';
export { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder/sentence-encoder';
