import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { eachRowOfSquares } from './pairwise-sums';

/** Distances of the two distributions by a Gaussian kernel κ(x, y) = exp(−‖x − y‖² / 2σ²). */
export interface KernelDivergences {
  /** MMD² over all pairs, i = j included, ≥ 0 (Gretton et al. 2012). */
  readonly mmd: number;
  /** MMD² without i = j inside a modality: may be below 0. NaN with one row. */
  readonly mmdUnbiased: number;
  /** log mean κ(v, v) + log mean κ(t, t) − 2 log mean κ(v, t), diagonal included, ≥ 0 (CS-Aligner, Yin et al. 2025). */
  readonly cauchySchwarz: number;
}

/** `sigma`: σ, default .5. The numbers of rows may differ. Throws UserError on different widths and numbers that are not finite. */
export function kernelDivergences(image: Matrix, text: Matrix, { sigma = 0.5 } = {}): KernelDivergences {
  checkSameWidth(image, text);
  const [v, t] = [kernelSums(image, image, sigma), kernelSums(text, text, sigma)];
  const [n, m] = [image.rows, text.rows];
  const across = kernelSums(image, text, sigma).all / (n * m);
  const [ofV, ofT] = [v.all / n ** 2, t.all / m ** 2];
  const others = (v.all - v.own) / (n * (n - 1)) + (t.all - t.own) / (m * (m - 1));
  return {
    mmd: Math.max(0, ofV + ofT - 2 * across),
    mmdUnbiased: others - 2 * across,
    cauchySchwarz: Math.max(0, Math.log(ofV) + Math.log(ofT) - 2 * Math.log(across)),
  };
}

/** Σ κ over all pairs of rows, and over those with equal index. */
function kernelSums(a: Matrix, b: Matrix, sigma: number): { readonly all: number; readonly own: number } {
  let [all, own] = [0, 0];
  eachRowOfSquares(a, b, (i, squares) => {
    for (const square of squares) all += Math.exp(-square / (2 * sigma ** 2));
    if (i < squares.length) own += Math.exp(-squares[i]! / (2 * sigma ** 2));
  });
  return { all, own };
}
