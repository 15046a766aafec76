import { random, type Tokenizer } from '@alignclip/core';
import { emojiCaptions } from '@alignclip/datasets';
import { bpeTokenizer } from '@alignclip/encoders';
import type { Shape } from './shapes';

const batchCount = 4;

/** Token ids of training captions of the embedded data, filled up to the context: the same at every call. */
export async function captionBatches({
  vocabulary,
  contextLength,
  batchSize,
}: Shape): Promise<{ vocabularySize: number; batches: number[][] }> {
  const data = emojiCaptions.make({}, () => undefined);
  const tokenizer = await bpeTokenizer.make({ vocabulary, contextLength }, data);
  const captions = await data.trainingCaptions();
  const chosen = random('bench', 'captions').sample(captions, batchCount * batchSize);
  const batches = Array.from({ length: batchCount }, (_, i) =>
    filledUp(tokenizer, chosen.slice(i * batchSize, (i + 1) * batchSize)),
  );
  return { vocabularySize: tokenizer.vocabularySize, batches };
}

function filledUp(tokenizer: Tokenizer, captions: readonly string[]): number[] {
  const { rows, columns, ids } = tokenizer.encode(captions);
  const row = (i: number) => [...ids.subarray(i * columns, (i + 1) * columns)];
  const padding = new Array<number>(tokenizer.contextLength - columns).fill(0);
  return Array.from({ length: rows }, (_, i) => [...row(i), ...padding]).flat();
}
