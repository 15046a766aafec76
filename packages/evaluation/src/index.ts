import { componentsOf } from '@alignclip/core';
import * as all from './components';

export { cachedEncoder, type KnownEmbeddings, noEmbeddings } from './cached-encoder';
export * from './components';
export { readEmbeddingFile, writeEmbeddingFile } from './embedding-file';
export { embedSplit, embedTexts, type EmbeddedSplit, firstCaptions } from './splits';
export { parseSts, readSts, type SentencePair } from './sts/sts-file';
export const evaluationComponents = componentsOf(all);
