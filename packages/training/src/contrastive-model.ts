import { withPrecision, type Precision } from '@alignclip/backend';
import {
  UserError,
  type EmbeddedBatch,
  type EmbeddingHead,
  type Head,
  type ImageEncoder,
  type Scalar,
  type Temperature,
  type Tensor2D,
  type TextEncoder,
  type TowerOutputs,
  type TrainingPass,
} from '@alignclip/core';
import { givenSignals, type Batch, type GivenSignals, type TowerInputs } from './batches/batch';
import { ModelTowers } from './model-towers';
import { trainingPass, type StateUpdates } from './training-pass';

export type ImageOutputs = Omit<TowerOutputs, 'text' | 'textRaw' | 'textFeatures' | 'textView' | 'textViewFeatures'>;
export type TextOutputs = Omit<TowerOutputs, keyof ImageOutputs>;
type ImageInputs = Pick<TowerInputs, 'images' | 'views' | 'keys'>;
type TextInputs = Pick<TowerInputs, 'tokens' | 'tokenViews' | 'keys'>;

/**
 * The two towers, the head on their features where there is one, and the temperature. Towers and head are given a training
 * pass where the inputs have keys.
 */
export class ContrastiveModel extends ModelTowers {
  /** Of the products of the towers in training and of what probes see; `embedInput` and `embedFeatures` don't ask it. */
  precision: Precision = 'float32';

  constructor(
    image: ImageEncoder,
    text: TextEncoder,
    private readonly temperature: Temperature,
    head?: Head,
    embeddingHead?: EmbeddingHead,
  ) {
    super(image, text, head, embeddingHead);
  }

  /** Embeddings of the images, features of their views where the batch has views, and what else the terms need. */
  imageOutputs(inputs: ImageInputs, updates?: StateUpdates): ImageOutputs {
    return withPrecision(this.precision, () => this.ofImages(inputs, updates));
  }

  private ofImages({ images, views, keys }: ImageInputs, updates?: StateUpdates): ImageOutputs {
    const { rows: image, raw, features } = this.side(this.imageEncoder, images, passOf('image', keys, updates));
    const own = { image, ...(raw && { imageRaw: raw }), ...(features && { imageFeatures: features }) };
    if (views === undefined) return own;
    const given = this.frozen.has('image') ? undefined : keys;
    const [firstView, secondView] = (['first view', 'second view'] as const).map((name, i) =>
      this.featuresOf(this.imageEncoder, views[i]!, passOf(name, given, updates)),
    ) as [Tensor2D, Tensor2D];
    if (!this.needs.has('viewRows')) return { ...own, firstView, secondView };
    const imageView = this.embedFeatures(this.imageEncoder, firstView, passOf('first view', keys, updates));
    return { ...own, firstView, secondView, imageView };
  }

  /** The same of the captions, with their changed copies where the batch has them. */
  textOutputs(inputs: TextInputs, updates?: StateUpdates): TextOutputs {
    return withPrecision(this.precision, () => this.ofTexts(inputs, updates));
  }

  private ofTexts({ tokens, tokenViews, keys }: TextInputs, updates?: StateUpdates): TextOutputs {
    const { rows: text, raw, features } = this.side(this.textEncoder, tokens, passOf('text', keys, updates));
    const own = { text, ...(raw && { textRaw: raw }), ...(features && { textFeatures: features }) };
    if (tokenViews === undefined) return own;
    const given = this.frozen.has('text') ? undefined : keys;
    const textViewFeatures = this.featuresOf(this.textEncoder, tokenViews, passOf('text view', given, updates));
    const textView = this.embedFeatures(this.textEncoder, textViewFeatures, passOf('text view', keys, updates));
    return { ...own, textView, textViewFeatures };
  }

  /** Where the inputs have keys, new values of states go into `updates`; without it they are forgotten. */
  outputs(inputs: TowerInputs, updates?: StateUpdates): TowerOutputs {
    return { ...this.imageOutputs(inputs, updates), ...this.textOutputs(inputs, updates) };
  }

  embed(batch: Batch, updates?: StateUpdates): EmbeddedBatch {
    const logitScale = this.logitScale(batch.progress);
    return this.seen({ ...this.outputs(batch, updates), logitScale, ...givenSignals(batch) });
  }

  /** What loss terms see of a batch: the embedding head's similarity, and in training its change of both modalities. */
  seen({ isTraining = false, ...batch }: EmbeddedBatch & GivenSignals): EmbeddedBatch {
    const { join } = this.embeddingHead;
    const similarity = this.similarity && { similarity: this.similarity.between };
    return { ...batch, ...(isTraining && join?.(batch, batch.draws!)), ...similarity };
  }

  /** Throws UserError where a batch can't be embedded in this number of chunks; call it when parameters are frozen. */
  checkChunks(accumulate: number): void {
    if (accumulate === 1) return;
    if (this.embeddingHead.usesBatchStatistics === true)
      throw new UserError(
        `trainer.accumulate = ${accumulate}: the embeddingHead takes statistics of the batch, not of a chunk; set trainer.accumulate to 1`,
      );
    for (const { modality, usesBatchStatistics = false } of [this.imageEncoder, this.textEncoder])
      if (usesBatchStatistics)
        throw new UserError(
          `trainer.accumulate = ${accumulate}: ${modality}Encoder has batch norm, whose statistics would be those of a chunk, ` +
            `not of the batch; set trainer.accumulate to 1, or the option "statistics" of the encoder to "running"`,
        );
  }

  /** 1/τ at this progress of the training; of a finished one without it. */
  logitScale(progress?: number): Scalar {
    return this.temperature.logitScale(progress);
  }

  clampLogitScale(): void {
    this.temperature.clamp();
  }
}

const passOf = (stream: string, keys: Uint32Array | undefined, updates?: StateUpdates): TrainingPass | undefined =>
  keys && trainingPass(keys, stream, updates);
