import {
  random,
  UserError,
  type Dataset,
  type DrawnExample,
  type Example,
  type ExampleStream,
  type ImageTransform,
  type Json,
  type RawImage,
} from '@alignclip/core';
import type { FeatureRows } from '../frozen/feature-rows';
import { trainingExamples, type DecodedFiles } from '../frozen/known-images';
import { releasedExamples } from '../frozen/released-examples';
import type { StartingFeatures } from '../frozen/feature-services';
import { ahead, type Feed } from './feed';

/** The examples of one batch. */
export interface Draw {
  readonly examples: readonly DrawnExample[];
  /** Where the data stand after them; absent where the step alone determines the examples. */
  readonly position?: Json;
}

type Streaming = Dataset & Required<Pick<Dataset, 'stream'>>;

export const isStreaming = (dataset: Dataset): dataset is Streaming => dataset.stream !== undefined;

/**
 * The training examples, batch by batch: any step from data in memory, steps in order from a stream. Throws UserError
 * where the training split is read into memory and holds fewer examples than a batch.
 */
export const exampleFeed = async (
  dataset: Dataset,
  batchSize: number,
  seed: number,
  features: KeptFeatures = {},
): Promise<Feed<Draw>> =>
  isStreaming(dataset)
    ? ahead(new StreamFeed(dataset, batchSize, seed))
    : InMemoryFeed.open(dataset, batchSize, seed, features);

/** Where the features of images are kept, an image leaves memory once its own are; views need the images. */
export interface KeptFeatures {
  readonly imageFeatures?: FeatureRows<RawImage> | undefined;
  readonly decodedFiles?: DecodedFiles | undefined;
  readonly starting?: StartingFeatures | undefined;
  readonly viewAugmentation?: ImageTransform | undefined;
}

/**
 * The whole training split in memory, in a new order each epoch. Any step can be drawn again without the ones before
 * it; an incomplete batch at the end of an epoch is dropped.
 */
class InMemoryFeed implements Feed<Draw> {
  private readonly stepsPerEpoch: number;
  private order: { epoch: number; indices: Uint32Array } | undefined;

  private constructor(
    private readonly examples: readonly Example[],
    private readonly batchSize: number,
    private readonly seed: number,
  ) {
    this.stepsPerEpoch = Math.floor(examples.length / batchSize);
  }

  /** Reads the training split. Throws UserError where it holds fewer examples than a batch. */
  static async open(dataset: Dataset, batchSize: number, seed: number, features: KeptFeatures): Promise<InMemoryFeed> {
    const examples: Example[] = [];
    for await (const example of shownExamples(dataset, features)) examples.push(example);
    if (examples.length < batchSize)
      throw new UserError(
        `trainer.batchSize = ${batchSize} is more than the ${examples.length} training examples of "${dataset.name}"`,
      );
    const { image } = features.starting ?? {};
    if (image?.isWorth(examples.length)) await image.prepare(examples.map((example) => example.image));
    return new InMemoryFeed(examples, batchSize, seed);
  }

  async begin(): Promise<void> {}

  async end(): Promise<void> {}

  async next(step: number): Promise<Draw> {
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

const shownExamples = (dataset: Dataset, kept: KeptFeatures): AsyncIterable<Example> => {
  const { imageFeatures, decodedFiles, viewAugmentation } = kept;
  return imageFeatures?.canRelease && viewAugmentation === undefined
    ? releasedExamples(trainingExamples(dataset, decodedFiles), imageFeatures)
    : dataset.examples('train');
};

/** The training split as a stream: batches come in order, and a run resumes from a position. */
export class StreamFeed implements Feed<Draw> {
  private stream: ExampleStream | undefined;
  private coming = 0;

  constructor(
    private readonly dataset: Streaming,
    private readonly batchSize: number,
    private readonly seed: number,
  ) {}

  /** Throws UserError where a run that has begun has no position. */
  async begin(step: number, position?: Json): Promise<void> {
    await this.end();
    if (step > 0 && position === undefined)
      throw new UserError(
        `the checkpoint of step ${step} has no position in "${this.dataset.name}": delete it and train from the start`,
      );
    this.stream = await this.dataset.stream('train', {
      seed: this.seed,
      ...(position !== undefined && { position }),
    });
    this.coming = step;
  }

  async next(step: number): Promise<Draw> {
    if (this.stream === undefined) await this.begin(0);
    if (step !== this.coming) throw new Error(`a stream gives batch ${this.coming} next, not ${step}`);
    const examples = await this.stream!.take(this.batchSize);
    this.coming += 1;
    return { examples, position: this.stream!.position };
  }

  async end(): Promise<void> {
    await this.stream?.close();
    this.stream = undefined;
  }
}
