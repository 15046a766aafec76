import type { Random } from '../random';
import { slot } from '../token';
import type { RawImage } from './dataset';

/** From a decoded image to one image of an encoder's input batch. */
export interface ImageTransform {
  /** Edge of the square output in pixels. */
  readonly size: number;
  /** Whether `apply` gives the same for every random stream. */
  readonly deterministic?: boolean;
  /**
   * Writes [size, size, 3] float32 into `out` from `offset` on, rows top to bottom, channels last, normalised with
   * CLIP's mean and standard deviation. Equal random streams give equal output; without one the transform is deterministic.
   */
  apply(image: RawImage, random: Random | undefined, out: Float32Array, offset: number): void;
  /**
   * The same for many images at once, each with its own random stream, with identical values: [N, size, size, 3]. Present
   * if a transform has a faster way than one by one; returns undefined if that way doesn't support these images. May
   * answer later, but draws its random numbers at once.
   */
  applyAll?(
    images: readonly RawImage[],
    randoms: readonly (Random | undefined)[],
  ): Float32Array<ArrayBuffer> | Promise<Float32Array<ArrayBuffer>> | undefined;
}

/** The transform of training images. */
export const Augmentation = slot<ImageTransform>()('augmentation');

/** The augmented views that a loss term may need in addition to the training image. */
export const ViewAugmentation = slot<ImageTransform>()('viewAugmentation');

/** The transform of evaluation images; deterministic. */
export const EvaluationTransform = slot<ImageTransform>()('evaluationTransform');
