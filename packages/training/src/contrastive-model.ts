import { UserError } from '@alignclip/core';
import type { EmbeddedBatch, ImageEncoder, Scalar, Temperature, TextEncoder, TowerOutputs } from '@alignclip/core';
import { givenSignals, type Batch, type TowerInputs } from './batches/batch';

export type ImageOutputs = Omit<TowerOutputs, 'text'>;

/** The two towers and the temperature. */
export class ContrastiveModel {
  constructor(
    readonly imageEncoder: ImageEncoder,
    readonly textEncoder: TextEncoder,
    private readonly temperature: Temperature,
  ) {
    const [image, text] = [imageEncoder.embeddingWidth, textEncoder.embeddingWidth];
    if (image !== text)
      throw new UserError(
        `imageEncoder.embeddingWidth = ${image} but textEncoder.embeddingWidth = ${text}: they must be equal`,
      );
  }

  /** Embeddings of the images, and features of their views where the batch has views. */
  imageOutputs({ images, views }: Pick<TowerInputs, 'images' | 'views'>): ImageOutputs {
    const image = this.imageEncoder.embed(images);
    if (views === undefined) return { image };
    const [firstView, secondView] = views.map((view) => this.imageEncoder.features!(view));
    return { image, firstView: firstView!, secondView: secondView! };
  }

  textOutputs({ tokens }: Pick<TowerInputs, 'tokens'>): Pick<TowerOutputs, 'text'> {
    return { text: this.textEncoder.embed(tokens) };
  }

  outputs(inputs: TowerInputs): TowerOutputs {
    return { ...this.imageOutputs(inputs), ...this.textOutputs(inputs) };
  }

  embed(batch: Batch): EmbeddedBatch {
    return { ...this.outputs(batch), logitScale: this.logitScale(), ...givenSignals(batch) };
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
