import { random, UserError, type Dataset, type Example, type ExampleStream, type StreamStart } from '@alignclip/core';
import { z } from 'zod';
import { tinyDataset } from './tiny-run';

const positionSchema = z.strictObject({ epoch: z.int().min(0), index: z.int().min(0) });

/** How often streams were opened and closed, and whole splits read. */
export interface StreamCounts {
  opened: number;
  closed: number;
  read: number;
}

/** The tiny data as a stream that is made as it is read: in a new order each epoch, the position two numbers. */
export function tinyStreamDataset(counts: StreamCounts = { opened: 0, closed: 0, read: 0 }): Dataset {
  return {
    ...tinyDataset,
    name: 'tiny stream',
    examples: (split) => {
      counts.read += 1;
      return tinyDataset.examples(split);
    },
    async stream(split, start) {
      const examples: Example[] = [];
      for await (const example of tinyDataset.examples(split)) examples.push(example);
      counts.opened += 1;
      return tinyStream(examples, start, counts);
    },
  };
}

function tinyStream(
  examples: readonly Example[],
  { seed, position }: StreamStart,
  counts: StreamCounts,
): ExampleStream {
  let { epoch, index } = positionSchema.parse(position ?? { epoch: 0, index: 0 });
  return {
    get position() {
      return { epoch, index };
    },
    async take(count) {
      if (count > examples.length)
        throw new UserError(`tiny stream: ${count} is more than ${examples.length} examples`);
      if (index + count > examples.length) [epoch, index] = [epoch + 1, 0];
      const order = random(seed, 'tiny stream', epoch)
        .permutation(examples.length)
        .subarray(index, index + count);
      const first = index;
      index += count;
      return Array.from(order, (at, i) => ({ example: examples[at]!, epoch, index: first + i }));
    },
    close: async () => void (counts.closed += 1),
  };
}
