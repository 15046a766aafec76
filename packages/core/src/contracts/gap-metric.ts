import type { Matrix } from '../tensors';

/** One number about the modality gap; row i of `image` and row i of `text` are a pair of unit vectors. */
export interface GapMetric {
  readonly name: string;
  measure(image: Matrix, text: Matrix): number;
}
