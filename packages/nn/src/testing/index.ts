export { manySentences } from './companies-program';
export { madeSentenceEncoder } from './made-sentence-encoder';
