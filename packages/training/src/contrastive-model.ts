import type { EmbeddedBatch, ImageEncoder, Scalar, Temperature, Tensor2D, TextEncoder } from '@alignclip/core';
import { UserError } from '@alignclip/core';
import type { Batch } from './batches/batch';

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

  embedPair({ images, tokens }: Pick<Batch, 'images' | 'tokens'>): { image: Tensor2D; text: Tensor2D } {
    return { image: this.imageEncoder.embed(images), text: this.textEncoder.embed(tokens) };
  }

  embed(batch: Batch): EmbeddedBatch {
    const { semanticSimilarity } = batch;
    return {
      ...this.embedPair(batch),
      logitScale: this.logitScale(),
      ...(semanticSimilarity && { semanticSimilarity }),
    };
  }

  /** 1/τ */
  logitScale(): Scalar {
    return this.temperature.logitScale();
  }

  clampLogitScale(): void {
    this.temperature.clamp();
  }
}
