import { UserError } from '@alignclip/core';
import type {
  EmbeddedBatch,
  Encoder,
  Head,
  ImageEncoder,
  Scalar,
  Temperature,
  Tensor2D,
  Tensor4D,
  TextEncoder,
  TowerOutputs,
  TrainingPass,
} from '@alignclip/core';
import { givenSignals, type Batch, type TowerInputs } from './batches/batch';
import { trainingPass, type StateUpdates } from './training-pass';

export type ImageOutputs = Omit<TowerOutputs, 'text'>;

/**
 * The two towers, the head on their features where there is one, and the temperature. Towers and head are given a training
 * pass where the inputs have keys.
 */
export class ContrastiveModel {
  constructor(
    readonly imageEncoder: ImageEncoder,
    readonly textEncoder: TextEncoder,
    private readonly temperature: Temperature,
    private readonly head?: Head,
  ) {
    if (head !== undefined) return;
    const [image, text] = [imageEncoder.embeddingWidth, textEncoder.embeddingWidth];
    if (image !== text)
      throw new UserError(
        `imageEncoder.embeddingWidth = ${image} but textEncoder.embeddingWidth = ${text}: they must be equal`,
      );
  }

  get embeddingWidth(): number {
    return (this.head ?? this.imageEncoder).embeddingWidth;
  }

  /** Unit rows of one modality, [N, d]. */
  embedInput<Input>(tower: Encoder<Input>, input: Input, pass?: TrainingPass): Tensor2D {
    if (this.head === undefined) return tower.embed(input, pass);
    return this.head.embed(tower.features!(input, pass), tower.modality, pass);
  }

  /** Embeddings of the images, and features of their views where the batch has views. */
  imageOutputs({ images, views, keys }: Omit<TowerInputs, 'tokens'>, updates?: StateUpdates): ImageOutputs {
    const image = this.embedInput(this.imageEncoder, images, passOf('image', keys, updates));
    if (views === undefined) return { image };
    const [first, second] = views;
    const features = (view: Tensor4D, name: string) => this.imageEncoder.features!(view, passOf(name, keys, updates));
    return { image, firstView: features(first, 'first view'), secondView: features(second, 'second view') };
  }

  textOutputs({ tokens, keys }: Omit<TowerInputs, 'images'>, updates?: StateUpdates): Pick<TowerOutputs, 'text'> {
    return { text: this.embedInput(this.textEncoder, tokens, passOf('text', keys, updates)) };
  }

  /** Where the inputs have keys, new values of states go into `updates`; without it they are forgotten. */
  outputs(inputs: TowerInputs, updates?: StateUpdates): TowerOutputs {
    return { ...this.imageOutputs(inputs, updates), ...this.textOutputs(inputs, updates) };
  }

  embed(batch: Batch, updates?: StateUpdates): EmbeddedBatch {
    return { ...this.outputs(batch, updates), logitScale: this.logitScale(), ...givenSignals(batch) };
  }

  /** Throws UserError where a batch can't be embedded in this number of chunks; call it when parameters are frozen. */
  checkChunks(accumulate: number): void {
    if (accumulate === 1) return;
    for (const { modality, usesBatchStatistics = false } of [this.imageEncoder, this.textEncoder])
      if (usesBatchStatistics)
        throw new UserError(
          `trainer.accumulate = ${accumulate}: ${modality}Encoder has batch norm, whose statistics would be those of a chunk, ` +
            `not of the batch; set trainer.accumulate to 1, or the option "statistics" of the encoder to "running"`,
        );
  }

  /** 1/τ */
  logitScale(): Scalar {
    return this.temperature.logitScale();
  }

  clampLogitScale(): void {
    this.temperature.clamp();
  }
}

const passOf = (stream: string, keys: Uint32Array | undefined, updates?: StateUpdates): TrainingPass | undefined =>
  keys && trainingPass(keys, stream, updates);
