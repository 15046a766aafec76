import { tf } from '@alignclip/backend';
import {
  random,
  type Dataset,
  type ImageTransform,
  type Json,
  type Teacher,
  type Tensor2D,
  type Tensor4D,
  type Tokenizer,
} from '@alignclip/core';
import type { Batch, Batches } from './batch';
import type { DrawnExample, ExampleFeed } from './example-feed';
import { InMemoryFeed } from './in-memory-feed';
import { isStreaming, StreamFeed } from './stream-feed';

export interface BatchServices {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly augmentation: ImageTransform;
  /** Asked for S where a loss term needs it. */
  readonly teacher: Teacher | undefined;
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
      ? new StreamFeed(dataset, batchSize, seed)
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
    const { examples: drawn, position } = await this.feed.draw(step);
    const captions = drawn.map((one) => this.caption(one));
    const labels = drawn.map(({ example }) => example.labels);
    const semanticSimilarity = await this.services.teacher?.similarity({ captions, labels });
    return {
      images: this.images(drawn),
      tokens: this.tokens(captions),
      ...(semanticSimilarity && { semanticSimilarity }),
      ...(position !== undefined && { position }),
    };
  }

  private caption({ example, epoch, index }: DrawnExample): string {
    const { dataset, seed } = this.services;
    return dataset.trainingCaption(example, random(seed, 'caption', epoch, index));
  }

  private images(drawn: readonly DrawnExample[]): Tensor4D {
    const { augmentation, seed } = this.services;
    const { size } = augmentation;
    const length = size * size * 3;
    const pixels = new Float32Array(drawn.length * length);
    drawn.forEach(({ example, epoch, index }, i) => {
      augmentation.apply(example.image, random(seed, 'augmentation', epoch, index), pixels, i * length);
    });
    return tf.tensor4d(pixels, [drawn.length, size, size, 3]);
  }

  private tokens(captions: readonly string[]): Tensor2D {
    const { ids, rows, columns } = this.services.tokenizer.encode(captions);
    return tf.tensor2d(ids, [rows, columns], 'int32');
  }
}
