import type { Modality } from '../modality';
import type { Tensor, Tensor2D, Tensor4D, Variable } from '../tensors';
import { slot } from '../token';

/** What a tower is given in training, and not when it embeds for an evaluation. */
export interface TrainingPass {
  /**
   * Uniform numbers in [0, 1), one row for each example of the input, [N, columns]. A row follows from the run's seed, the
   * epoch, the example and `name` alone; so neither a resumed run nor a batch in parts draws others.
   */
  uniform(name: string, columns: number): Tensor2D;
  /** The words from which these numbers follow (`uniformOf`), two for each example, [2N]. */
  words(name: string): Int32Array;
  /**
   * Gives a state that isn't trained, such as running statistics, its new value once, when the step is done. A state with
   * several values in a step, from parts of the batch or views of its images, takes their mean by rows.
   */
  update(state: Variable, value: Tensor): void;
}

/** One tower of CLIP, from its input to unit rows in the shared space. */
export interface Encoder<Input> {
  readonly modality: Modality;
  /** d */
  readonly embeddingWidth: number;
  /** Projected, L2-normalised embeddings, [N, d]; with `features`, `embedFeatures(features(input))`. */
  embed(input: Input, pass?: TrainingPass): Tensor2D;
  /** w, the width of `features`. */
  readonly featureWidth?: number;
  /** What the trunk of the tower gives and its projection takes, [N, w]; absent if a tower has no such place. */
  features?(input: Input, pass?: TrainingPass): Tensor2D;
  /** Whether features of a frozen trunk, without a pass, are a function of their input alone, to the bit, in any batch. */
  readonly independentRows?: boolean;
  /** Features to unit rows, [N, w] → [N, d]. */
  embedFeatures?(features: Tensor2D, pass?: TrainingPass): Tensor2D;
  /** The same before L2-normalisation, which alone is between the two, for loss terms that ask for raw rows. */
  projectFeatures?(features: Tensor2D, pass?: TrainingPass): Tensor2D;
  /**
   * Addresses of the parameters that features depend on: where all are frozen, features are computed without a pass, as in
   * evaluation, once, and kept. Absent where features also depend on numbers drawn in training.
   */
  readonly trunk?: readonly string[];
  /** Whether training normalises by statistics of the batch, so that its rows depend on each other and can't be cut in chunks. */
  readonly usesBatchStatistics?: boolean;
  /** Hash of the files that decide its initial values beside options and code, such as pretrained weights; part of the key. */
  fingerprint?(): Promise<string>;
}

/** Per channel of RGB in [0, 1]. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** The values of CLIP's training, which image encoders expect. */
export const clipNormalisation: Normalisation = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

/** Takes [N, size, size, 3] float32, normalised with CLIP's mean and standard deviation. */
export interface ImageEncoder extends Encoder<Tensor4D> {
  readonly modality: 'image';
  /** Edge of the square input in pixels. */
  readonly size: number;
}

/** Takes [N, T] int32 token ids, T ≤ contextLength; the end token has the largest id of its row. */
export interface TextEncoder extends Encoder<Tensor2D> {
  readonly modality: 'text';
  readonly contextLength: number;
}

export const ImageEncoder = slot<ImageEncoder>()('imageEncoder');
export const TextEncoder = slot<TextEncoder>()('textEncoder');
