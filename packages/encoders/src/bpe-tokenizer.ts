import { Dataset, defineComponent, Tokenizer } from '@alignclip/core';
import { z } from 'zod';
import { ClipTokenizer } from './clip-tokenizer';
import { compactVocabulary } from './compact-vocabulary';
import { knownTexts } from './known-texts';

/**
 * CLIP's byte-pair encoding (Radford et al. 2021). `vocabulary: 'used'` keeps ids only for the tokens of the data
 * set's own texts, `'full'` all 49,408. A streamed data set that doesn't list its texts gets all of them, too.
 */
export const bpeTokenizer = defineComponent(Tokenizer)({
  type: 'bpe-tokenizer',
  options: z.strictObject({
    contextLength: z.int().min(3).default(77).describe('maximum ids per text, start and end token included'),
    vocabulary: z
      .enum(['full', 'used'])
      .default('used')
      .describe("ids for all 49,408 tokens of CLIP, or only for those of the data set's texts"),
  }),
  inject: [Dataset],
  create: async ({ contextLength, vocabulary }, dataset): Promise<Tokenizer> => {
    const tokenizer = new ClipTokenizer(contextLength);
    const texts = vocabulary === 'used' ? await knownTexts(dataset) : undefined;
    return texts ? compactVocabulary(tokenizer, texts) : tokenizer;
  },
});
