import type { Random } from '../random';
import { slot } from '../token';
import type { Picture } from './dataset';

/** From a decoded picture to the input of the image tower. */
export interface ImageTransform {
  /** Edge of the square output in pixels. */
  readonly size: number;
  /** Writes [size, size, 3] normalised floats into `out` at `offset`; deterministic where `random` is absent. */
  apply(picture: Picture, random: Random | undefined, out: Float32Array, offset: number): void;
}

/** The transform of training pictures. */
export const Augmentation = slot<ImageTransform>()('augmentation');
/** The transform of pictures at evaluation. */
export const EvaluationTransform = slot<ImageTransform>()('evaluationTransform');
