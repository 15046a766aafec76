import { contentHash } from '@alignclip/core';
import { sourceHash } from '@alignclip/backend';
import { join } from 'node:path';
import { tokenizersVersion } from './tokenizer';

export { type EncoderWeights, encoderWeights, type MakeWeight } from './encoder-weights';
export { maxTokensOf, type ModelConfig, publishedConfigs, readModelConfig } from './model-config';
export { hasSentenceEncoder, modelFiles, modelHash, sentenceEncoderFolder, sentenceEncoders } from './model-folder';
export { ModelWeights } from './model-weights';
export { checkedIds, loadSentenceEncoder, type SentenceEncoder, truncate } from './sentence-encoder';
export { batchTokens, tokenBatches } from './token-batches';
export { readTokenizer } from './tokenizer';
export { meanOfTokens } from './transformer-encoder';

/** Hash of the code that decides the row of a sentence, beside `arithmetic`. */
export const sentenceCode = (): string =>
  contentHash([sourceHash(join(__dirname, '../../src/sentence-encoder')), tokenizersVersion()]);
