import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const teacherComponents = componentsOf(all);
export { hasSentenceEncoder, sentenceEncoderFolder, sentenceEncoders } from './sentence-encoder/model-folder';
export { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder/sentence-encoder';
