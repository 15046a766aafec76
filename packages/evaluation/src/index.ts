import { componentsOf } from '@alignclip/core';
import * as all from './components';

export { cachedEncoder, type KnownEmbeddings, noEmbeddings } from './cached-encoder';
export * from './components';
export { checkMaps, mappedEncoder, type MapFit, type MappedEncoder } from './mapped-encoder';
export { readEmbeddingFile, writeEmbeddingFile } from './embedding-file';
export {
  embedSplit,
  embedTexts,
  type EmbeddedSplit,
  firstCaptions,
  fittedOnScored,
  scoredSplits,
  scoredSplitsOf,
} from './splits';
export { parseSts, readSts, type SentencePair } from './sts/sts-file';
export const evaluationComponents = componentsOf(all);
