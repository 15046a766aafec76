import { Dataset, defineComponent, Tokenizer } from '@alignclip/core';
import { z } from 'zod';
import { ClipTokenizer } from './clip-tokenizer';
import { compactVocabulary } from './compact-vocabulary';

/**
 * CLIP's byte-pair encoding (Radford et al. 2021). `vocabulary: 'used'` keeps ids only for the tokens of the data
 * set's own texts, `'full'` all 49,408. A data set that is streamed and doesn't tell its texts gets all, too.
 */
export const bpeTokenizer = defineComponent(Tokenizer)({
  type: 'bpe-tokenizer',
  options: z.strictObject({
    contextLength: z.int().min(3).default(77),
    vocabulary: z.enum(['full', 'used']).default('used'),
  }),
  inject: [Dataset],
  create: async ({ contextLength, vocabulary }, dataset): Promise<Tokenizer> => {
    const tokenizer = new ClipTokenizer(contextLength);
    const isUnknown = dataset.stream !== undefined && dataset.texts === undefined;
    return vocabulary === 'full' || isUnknown ? tokenizer : compactVocabulary(tokenizer, await ownTexts(dataset));
  },
});

/** Every text that the data set says it may show; else the training captions and the class prompts. */
async function ownTexts(dataset: Dataset): Promise<readonly string[]> {
  if (dataset.texts !== undefined) return dataset.texts();
  const texts = dataset.classSets.flatMap(({ classes, templates }) =>
    templates.flatMap((template) => classes.map((name) => template.replaceAll('{}', name))),
  );
  for await (const { captions } of dataset.examples('train')) texts.push(...captions);
  return texts;
}
