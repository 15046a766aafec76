import { UserError } from '@alignclip/core';
import type {
  EmbeddedBatch,
  Encoder,
  Head,
  ImageEncoder,
  Modality,
  Scalar,
  Temperature,
  Tensor,
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
  /** The towers whose trunks are frozen: they work as in evaluation, without a training pass. */
  frozen: ReadonlySet<Modality> = new Set();

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

  get hasHead(): boolean {
    return this.head !== undefined;
  }

  towerOf(modality: Modality): ImageEncoder | TextEncoder {
    return modality === 'image' ? this.imageEncoder : this.textEncoder;
  }

  get embeddingWidth(): number {
    return (this.head ?? this.imageEncoder).embeddingWidth;
  }

  /** Unit rows of one modality, [N, d], from its input or from features that are kept. */
  embedInput<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass): Tensor2D {
    if (isFeatures(input)) return this.embedFeatures(tower, input, pass);
    if (this.frozen.has(tower.modality)) return this.embedFeatures(tower, tower.features!(input), pass);
    if (this.head === undefined) return tower.embed(input, pass);
    return this.head.embed(tower.features!(input, pass), tower.modality, pass);
  }

  /** Unit rows of a tower's features, [N, w] → [N, d]. */
  embedFeatures(tower: Encoder<never>, features: Tensor2D, pass?: TrainingPass): Tensor2D {
    return this.head?.embed(features, tower.modality, pass) ?? tower.embedFeatures!(features, pass);
  }

  /** Embeddings of the images, and features of their views where the batch has views. */
  imageOutputs({ images, views, keys }: Omit<TowerInputs, 'tokens'>, updates?: StateUpdates): ImageOutputs {
    const image = this.embedInput(this.imageEncoder, images, passOf('image', keys, updates));
    if (views === undefined) return { image };
    const [first, second] = views;
    const own = this.frozen.has('image') ? undefined : keys;
    const features = (view: Tensor4D, name: string) => this.imageEncoder.features!(view, passOf(name, own, updates));
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

/** Images are of rank 4 and token ids whole numbers. */
const isFeatures = (input: Tensor): input is Tensor2D => input.rank === 2 && input.dtype === 'float32';
