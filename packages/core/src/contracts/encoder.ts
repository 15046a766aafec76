import type { Modality } from '../modality';
import type { Tensor2D, Tensor4D } from '../tensors';
import { slot } from '../token';

/** One tower of CLIP, from its input to unit rows in the shared space. */
export interface Encoder<Input> {
  readonly modality: Modality;
  /** d */
  readonly embeddingWidth: number;
  /** Projected, L2-normalised embeddings, [N, d]. */
  embed(input: Input): Tensor2D;
}

/** Takes [N, size, size, 3] float32, normalised with CLIP's mean and standard deviation. */
export interface ImageEncoder extends Encoder<Tensor4D> {
  readonly modality: 'image';
  /** Edge of the square input in pixels. */
  readonly size: number;
  /** w, the width of `features`. */
  readonly featureWidth?: number;
  /** The input of the projection, [N, w], for terms with their own head; absent if a tower has none. */
  features?(images: Tensor4D): Tensor2D;
}

/** Takes [N, T] int32 token ids, T ≤ contextLength; the end token has the largest id of its row. */
export interface TextEncoder extends Encoder<Tensor2D> {
  readonly modality: 'text';
  readonly contextLength: number;
}

export const ImageEncoder = slot<ImageEncoder>()('imageEncoder');
export const TextEncoder = slot<TextEncoder>()('textEncoder');
