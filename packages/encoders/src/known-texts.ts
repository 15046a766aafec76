import { type Dataset, promptsOf } from '@alignclip/core';

/**
 * The texts that the data set lists; otherwise the training captions and the class prompts; undefined where it is
 * streamed and doesn't list its texts.
 */
export async function knownTexts(dataset: Dataset): Promise<readonly string[] | undefined> {
  if (dataset.texts !== undefined) return dataset.texts();
  if (dataset.stream !== undefined) return undefined;
  const texts = dataset.classSets.flatMap(promptsOf);
  for await (const { captions } of dataset.examples('train')) texts.push(...captions);
  return texts;
}
