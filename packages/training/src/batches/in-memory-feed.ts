import { random, UserError, type Dataset, type Example } from '@alignclip/core';
import type { Draw, ExampleFeed } from './example-feed';

/**
 * The whole training split in memory, in a new order each epoch. Any step can be drawn again without the ones before it;
 * incomplete batches at the end of an epoch are dropped.
 */
export class InMemoryFeed implements ExampleFeed {
  private readonly stepsPerEpoch: number;
  private order: { epoch: number; indices: Uint32Array } | undefined;

  private constructor(
    private readonly examples: readonly Example[],
    private readonly batchSize: number,
    private readonly seed: number,
  ) {
    this.stepsPerEpoch = Math.floor(examples.length / batchSize);
  }

  /** Reads the training split. Throws UserError where it holds less than one batch. */
  static async open(dataset: Dataset, batchSize: number, seed: number): Promise<InMemoryFeed> {
    const examples: Example[] = [];
    for await (const example of dataset.examples('train')) examples.push(example);
    if (examples.length >= batchSize) return new InMemoryFeed(examples, batchSize, seed);
    throw new UserError(
      `trainer.batchSize = ${batchSize} is more than the ${examples.length} training examples of "${dataset.name}"`,
    );
  }

  async begin(): Promise<void> {}

  async end(): Promise<void> {}

  async draw(step: number): Promise<Draw> {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    const first = (step % this.stepsPerEpoch) * this.batchSize;
    const indices = this.epochOrder(epoch).subarray(first, first + this.batchSize);
    return { examples: Array.from(indices, (index) => ({ example: this.examples[index]!, epoch, index })) };
  }

  private epochOrder(epoch: number): Uint32Array {
    if (this.order?.epoch !== epoch) {
      this.order = { epoch, indices: random(this.seed, 'order', epoch).permutation(this.examples.length) };
    }
    return this.order.indices;
  }
}
