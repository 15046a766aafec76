import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { oncePerPair } from '../gap/weighted';
import { eachRowOfSquares } from '../matrix/pair-squares';
import { pairSweep } from './pair-sweep';

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
  const [v, t, vt] = [kernelSums(image, image, sigma), kernelSums(text, text, sigma), kernelSums(image, text, sigma)];
  const [n, m] = [image.rows, text.rows];
  const across = sum(vt.ofRows) / (n * m);
  const [ofV, ofT] = [sum(v.ofRows) / n ** 2, sum(t.ofRows) / m ** 2];
  const others = ({ ofRows, own }: KernelSums, rows: number) => (sum(ofRows) - own) / (rows * (rows - 1));
  return {
    mmd: Math.max(0, ofV + ofT - 2 * across),
    mmdUnbiased: others(v, n) + others(t, m) - 2 * across,
    cauchySchwarz: Math.max(0, Math.log(ofV) + Math.log(ofT) - 2 * Math.log(across)),
  };
}

/** The kernel's means over the pairs that contain an example, for intervals; each [N]. */
export interface KernelRows {
  /** Over the other images. */
  readonly ofImages: Float64Array;
  readonly ofTexts: Float64Array;
  /** Over images and texts, both ways. */
  readonly across: Float64Array;
  /** The Cauchy–Schwarz divergence. */
  readonly cauchySchwarz: number;
  /** Its influence, [N]. */
  readonly influence: Float64Array;
}

/** As `kernelDivergences` with σ = .5; row i of both is a pair. Computed once for the metrics that share it. */
export const kernelRows: (image: Matrix, text: Matrix) => KernelRows = oncePerPair((image, text) => {
  const n = image.rows;
  const { images, texts, imageToText, textToImage, own } = pairSweep(image, text);
  const ofOwn = own.map((square) => Math.exp(-2 * square));
  const across = ofOwn.map((value, i) => (imageToText.kernel[i]! + textToImage.kernel[i]! + 2 * value) / (2 * n));
  const parts = [images, texts].map(({ kernel }) => kernel.map((value) => (value + 1) / n));
  const means = [...parts, across].map((rows) => sum(rows) / n);
  return {
    ofImages: images.kernel.map((value) => value / (n - 1)),
    ofTexts: texts.kernel.map((value) => value / (n - 1)),
    across,
    cauchySchwarz: Math.log(means[0]!) + Math.log(means[1]!) - 2 * Math.log(means[2]!),
    influence: across.map(
      (value, i) => 2 * (parts[0]![i]! / means[0]! + parts[1]![i]! / means[1]! - (2 * value) / means[2]!),
    ),
  };
});

interface KernelSums {
  /** Σ_j κ(a_i, b_j), [a.rows] */
  readonly ofRows: Float64Array;
  /** Σ_i κ(a_i, b_j), [b.rows] */
  readonly ofColumns: Float64Array;
  /** Σ_i κ(a_i, b_i) */
  readonly own: number;
}

function kernelSums(a: Matrix, b: Matrix, sigma: number): KernelSums {
  const [ofRows, ofColumns] = [new Float64Array(a.rows), new Float64Array(b.rows)];
  let own = 0;
  eachRowOfSquares(a, b, (i, squares) => {
    for (let j = 0; j < squares.length; j += 1) {
      const kernel = a === b && i === j ? 1 : Math.exp(-squares[j]! / (2 * sigma ** 2));
      ofRows[i]! += kernel;
      ofColumns[j]! += kernel;
      if (i === j) own += kernel;
    }
  });
  return { ofRows, ofColumns, own };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
