import { tf } from '@alignclip/backend';
import {
  random,
  type Dataset,
  type ImageTransform,
  type Teacher,
  type Tensor2D,
  type Tensor4D,
  type Tokenizer,
} from '@alignclip/core';
import type { Batch } from './batch';
import type { DrawnExample, ExampleFeed } from './example-feed';
import { InMemoryFeed } from './in-memory-feed';

export interface BatchServices {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly augmentation: ImageTransform;
  /** Asked for S where a loss term needs it. */
  readonly teacher: Teacher | undefined;
  readonly seed: number;
  readonly batchSize: number;
}

/** Training batches by step number. Order, captions and crops follow from (seed, epoch, index) alone. */
export class BatchSource {
  private constructor(
    private readonly services: BatchServices,
    private readonly feed: ExampleFeed,
  ) {}

  /** Throws UserError where the training split holds less than one batch. */
  static async open(services: BatchServices): Promise<BatchSource> {
    const { dataset, batchSize, seed } = services;
    return new BatchSource(services, await InMemoryFeed.open(dataset, batchSize, seed));
  }

  /** The batch of a step counted from 0. */
  async batch(step: number): Promise<Batch> {
    const drawn = await this.feed.draw(step);
    const captions = drawn.map((one) => this.caption(one));
    const labels = drawn.map(({ example }) => example.labels);
    const semanticSimilarity = await this.services.teacher?.similarity({ captions, labels });
    return {
      images: this.images(drawn),
      tokens: this.tokens(captions),
      ...(semanticSimilarity && { semanticSimilarity }),
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
