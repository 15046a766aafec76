import { random, type Json } from '@alignclip/core';
import { AheadFeed } from './ahead-feed';
import { assembleBatch, type BatchMakers, type ShownExample } from './assemble-batch';
import type { Batch, Batches } from './batch';
import type { DrawnExample, ExampleFeed } from './example-feed';
import { InMemoryFeed } from './in-memory-feed';
import { isStreaming, StreamFeed } from './stream-feed';

export interface BatchServices extends BatchMakers {
  readonly seed: number;
  readonly batchSize: number;
}

/**
 * Training batches by step number. Order, captions and crops follow from (seed, epoch, index) alone. From data in memory
 * any step can be made; from a stream they come in order.
 */
export class BatchSource implements Batches {
  private constructor(
    private readonly services: BatchServices,
    private readonly feed: ExampleFeed,
  ) {}

  /** Throws UserError where the training split is read into memory and holds less than one batch. */
  static async open(services: BatchServices): Promise<BatchSource> {
    const { dataset, batchSize, seed } = services;
    const feed = isStreaming(dataset)
      ? new AheadFeed(new StreamFeed(dataset, batchSize, seed))
      : await InMemoryFeed.open(dataset, batchSize, seed);
    return new BatchSource(services, feed);
  }

  begin(step: number, position?: Json): Promise<void> {
    return this.feed.begin(step, position);
  }

  end(): Promise<void> {
    return this.feed.end();
  }

  /** The batch of a step counted from 0. */
  async batch(step: number): Promise<Batch> {
    const { examples, position } = await this.feed.draw(step);
    const batch = await assembleBatch(
      this.services,
      examples.map((drawn) => this.shown(drawn)),
    );
    return { ...batch, ...(position !== undefined && { position }) };
  }

  private shown({ example, epoch, index }: DrawnExample): ShownExample {
    const { dataset, seed } = this.services;
    return {
      example,
      caption: dataset.trainingCaption(example, random(seed, 'caption', epoch, index)),
      crop: random(seed, 'augmentation', epoch, index),
      view: (which) => random(seed, 'view', epoch, index, which),
    };
  }
}
