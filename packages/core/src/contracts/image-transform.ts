import type { Random } from '../random';
import { slot } from '../token';
import type { RawImage } from './dataset';

/** From a decoded image to one image of an encoder's input batch. */
export interface ImageTransform {
  /** Edge of the square output in pixels. */
  readonly size: number;
  /**
   * Writes [size, size, 3] float32 into `out` from `offset` on, rows top to bottom, channels last, normalised with
   * CLIP's mean and standard deviation. Equal random streams give equal output; without one there is no chance in it.
   */
  apply(image: RawImage, random: Random | undefined, out: Float32Array, offset: number): void;
  /**
   * The same for many images at once, each with its own random stream, number for number: [N, size, size, 3]. There
   * where a transform has a faster way than one by one; undefined where that way isn't open to these images.
   */
  applyAll?(
    images: readonly RawImage[],
    randoms: readonly (Random | undefined)[],
  ): Float32Array<ArrayBuffer> | undefined;
}

/** What training shows of an image. */
export const Augmentation = slot<ImageTransform>()('augmentation');

/** The views of an image that a loss term may ask for beside the training image. */
export const ViewAugmentation = slot<ImageTransform>()('viewAugmentation');

/** What evaluation shows of an image; takes no chance. */
export const EvaluationTransform = slot<ImageTransform>()('evaluationTransform');
