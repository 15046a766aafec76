import { random, UserError, type Dataset, type Example, type TrainingProbe } from '@alignclip/core';
import { assembleBatch, type Batch, type BatchMakers } from './batch';
import { isStreaming } from './example-feed';

/**
 * A batch of at most `size` examples of a split, drawn by the split's name alone: the same images, without random crops,
 * and first captions in every run on one data set. Throws UserError on an unknown split or fewer than two examples.
 */
export async function probeBatch(makers: BatchMakers, { split, size }: TrainingProbe['batch']): Promise<Batch> {
  const { dataset } = makers;
  const examples = await sample(dataset, split, size);
  if (examples.length < 2)
    throw new UserError(`probe: split "${split}" of ${dataset.name} has fewer than two examples`);
  return assembleBatch(
    makers,
    examples.map((example, i) => {
      const { captions, id } = example;
      if (captions[0] === undefined) throw new UserError(`probe: example "${id}" of split "${split}" has no caption`);
      return {
        example,
        caption: captions[0],
        crop: () => undefined,
        view: (which) => random('probe', split, 'view', i, which),
        captionView: () => random('probe', split, 'caption view', i),
      };
    }),
  );
}

/** The first examples of a streamed training split; a fair sample of any other split. */
async function sample(dataset: Dataset, split: string, size: number): Promise<readonly Example[]> {
  if (!isStreaming(dataset) || split !== 'train') return drawn(dataset.examples(split), size, split);
  const stream = await dataset.stream(split, { seed: 0 });
  try {
    return (await stream.take(size)).map(({ example }) => example);
  } finally {
    await stream.close();
  }
}

/** A fair sample of a reading of unknown length (reservoir sampling), in memory of `size` examples. */
async function drawn(examples: AsyncIterable<Example>, size: number, name: string): Promise<Example[]> {
  const stream = random('probe', name);
  const kept: Example[] = [];
  let seen = 0;
  for await (const example of examples) {
    seen += 1;
    if (kept.length < size) kept.push(example);
    else {
      const place = stream.integer(seen);
      if (place < size) kept[place] = example;
    }
  }
  return kept;
}
