import type { Dataset, Example, ExampleStream, StreamStart } from '@alignclip/core';
import { DamageLog } from '../stored/damage-log';
import { listPart } from '../stored/list-part';
import { ShuffledStream } from '../stored/shuffled-stream';

/** A split that is read into memory, as a stream. */
export async function heldStream(
  dataset: Dataset,
  split: string,
  { seed, position }: StreamStart,
): Promise<ExampleStream> {
  const examples: Example[] = [];
  for await (const example of dataset.examples(split)) examples.push(example);
  const part = listPart(split, examples.length, (index) => {
    const { image, ...rest } = examples[index]!;
    return { ...rest, held: 0, load: () => Promise.resolve(image) };
  });
  const options = { name: dataset.name, seed, lanes: 1, window: 4096, windowBytes: Infinity };
  return new ShuffledStream([part], options, new DamageLog(dataset.name, 0, 1), position);
}
