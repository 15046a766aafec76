import { random, type Json } from '@alignclip/core';
import { AheadFeed } from './ahead-feed';
import type { BatchMaker } from './batch-maker';
import { batchNumbers, type BatchNumbers, type NumberMakers, type ShownExample } from './batch-numbers';
import type { DrawnExample, ExampleFeed } from './example-feed';
import { InMemoryFeed } from './in-memory-feed';
import { isStreaming, StreamFeed } from './stream-feed';

export interface MakerServices extends NumberMakers {
  readonly seed: number;
  readonly batchSize: number;
}

/**
 * Makes batches on this thread. Order, captions and crops follow from (seed, epoch, index) alone. From data in memory any
 * step can be made; from a stream they come in order.
 */
export class LocalMaker implements BatchMaker {
  private constructor(
    private readonly services: MakerServices,
    private readonly feed: ExampleFeed,
  ) {}

  /** Throws UserError where the training split is read into memory and holds less than one batch. */
  static async open(services: MakerServices): Promise<LocalMaker> {
    const { dataset, batchSize, seed } = services;
    const feed = isStreaming(dataset)
      ? new AheadFeed(new StreamFeed(dataset, batchSize, seed))
      : await InMemoryFeed.open(dataset, batchSize, seed);
    return new LocalMaker(services, feed);
  }

  begin(step: number, position?: Json): Promise<void> {
    return this.feed.begin(step, position);
  }

  async make(step: number): Promise<BatchNumbers> {
    const { examples, position } = await this.feed.draw(step);
    const shown = examples.map((drawn) => this.shown(drawn));
    return { ...batchNumbers(this.services, shown), ...(position !== undefined && { position }) };
  }

  end(): Promise<void> {
    return this.feed.end();
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
