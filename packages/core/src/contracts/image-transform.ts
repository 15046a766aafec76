import type { Random } from '../random';
import { slot } from '../token';
import type { Picture } from './dataset';

/** From a decoded picture to one image of an encoder's input batch. */
export interface ImageTransform {
  /** Edge of the square output in pixels. */
  readonly size: number;
  /**
   * Writes [size, size, 3] float32 into `out` from `offset` on, rows top to bottom, channels last, normalised with
   * CLIP's mean and standard deviation. Equal random streams give equal output; without one there is no chance in it.
   */
  apply(picture: Picture, random: Random | undefined, out: Float32Array, offset: number): void;
  /**
   * The same for many pictures at once, each with its own random stream, number for number: [N, size, size, 3]. There
   * where a transform has a faster way than one by one; undefined where that way isn't open to these pictures.
   */
  applyAll?(
    pictures: readonly Picture[],
    randoms: readonly (Random | undefined)[],
  ): Float32Array<ArrayBuffer> | undefined;
}

/** What training shows of a picture. */
export const Augmentation = slot<ImageTransform>()('augmentation');

/** The views of a picture that a loss term may ask for beside the training picture. */
export const ViewAugmentation = slot<ImageTransform>()('viewAugmentation');

/** What evaluation shows of a picture; takes no chance. */
export const EvaluationTransform = slot<ImageTransform>()('evaluationTransform');
