import { Dataset, defineComponent, promptsOf, Tokenizer } from '@alignclip/core';
import { z } from 'zod';
import { ClipTokenizer } from './clip-tokenizer';
import { compactVocabulary } from './compact-vocabulary';

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
    const isUnknown = dataset.stream !== undefined && dataset.texts === undefined;
    return vocabulary === 'full' || isUnknown ? tokenizer : compactVocabulary(tokenizer, await ownTexts(dataset));
  },
});

/** The texts that the data set lists; otherwise the training captions and the class prompts. */
async function ownTexts(dataset: Dataset): Promise<readonly string[]> {
  if (dataset.texts !== undefined) return dataset.texts();
  const texts = dataset.classSets.flatMap(promptsOf);
  for await (const { captions } of dataset.examples('train')) texts.push(...captions);
  return texts;
}
