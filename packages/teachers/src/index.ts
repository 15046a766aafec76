import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const teacherComponents = componentsOf(all);
export {
  hasSentenceEncoder,
  loadSentenceEncoder,
  type SentenceEncoder,
  sentenceEncoderFolder,
  sentenceEncoders,
} from '@alignclip/nn/sentence-encoder';
