import { tf } from '@alignclip/backend';
import {
  random,
  UserError,
  type Dataset,
  type Example,
  type ImageTransform,
  type Teacher,
  type Tensor2D,
  type Tensor4D,
  type Tokenizer,
} from '@alignclip/core';
import type { Batch } from './batch';

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
 * Training batches by step number. Order, captions and crops follow from (seed, epoch, index) alone, so any step can
 * be made again without the ones before it; incomplete batches at the end of an epoch are dropped.
 */
export class BatchSource {
  readonly stepsPerEpoch: number;
  private order: { epoch: number; indices: Uint32Array } | undefined;

  private constructor(
    private readonly services: BatchServices,
    private readonly examples: readonly Example[],
  ) {
    this.stepsPerEpoch = Math.floor(examples.length / services.batchSize);
  }

  /** Reads the training split. Throws UserError where it holds less than one batch. */
  static async open(services: BatchServices): Promise<BatchSource> {
    const examples: Example[] = [];
    for await (const example of services.dataset.examples('train')) examples.push(example);
    if (examples.length >= services.batchSize) return new BatchSource(services, examples);
    throw new UserError(
      `trainer.batchSize = ${services.batchSize} is more than the ${examples.length} training examples of "${services.dataset.name}"`,
    );
  }

  /** The batch of a step counted from 0. */
  async batch(step: number): Promise<Batch> {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    const { batchSize, teacher } = this.services;
    const first = (step % this.stepsPerEpoch) * batchSize;
    const indices = [...this.epochOrder(epoch).subarray(first, first + batchSize)];
    const captions = indices.map((index) => this.caption(epoch, index));
    const labels = indices.map((index) => this.examples[index]!.labels);
    const semanticSimilarity = await teacher?.similarity({ captions, labels });
    return {
      images: this.images(epoch, indices),
      tokens: this.tokens(captions),
      ...(semanticSimilarity && { semanticSimilarity }),
    };
  }

  private epochOrder(epoch: number): Uint32Array {
    if (this.order?.epoch !== epoch) {
      this.order = { epoch, indices: random(this.services.seed, 'order', epoch).permutation(this.examples.length) };
    }
    return this.order.indices;
  }

  private caption(epoch: number, index: number): string {
    const { dataset, seed } = this.services;
    return dataset.trainingCaption(this.examples[index]!, random(seed, 'caption', epoch, index));
  }

  private images(epoch: number, indices: readonly number[]): Tensor4D {
    const { augmentation, seed } = this.services;
    const { size } = augmentation;
    const pixels = new Float32Array(indices.length * size * size * 3);
    indices.forEach((index, i) => {
      augmentation.apply(
        this.examples[index]!.image,
        random(seed, 'augmentation', epoch, index),
        pixels,
        i * size * size * 3,
      );
    });
    return tf.tensor4d(pixels, [indices.length, size, size, 3]);
  }

  private tokens(captions: readonly string[]): Tensor2D {
    const { ids, rows, columns } = this.services.tokenizer.encode(captions);
    return tf.tensor2d(ids, [rows, columns], 'int32');
  }
}
