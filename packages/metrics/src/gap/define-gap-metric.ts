import type { GapMetric, Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import type { Weights } from './weighted';

/** A gap metric whose value can be had for any resampling of the pairs, so that its interval needs no code of its own. */
export interface ResampledGapMetric extends GapMetric {
  /** True where time or memory grows with the square of the pairs. */
  readonly pairwise: boolean;
  /** Does the work that all samples share; the function gives the value of a sample from its weights [N]. */
  prepare(image: Matrix, text: Matrix): (weights: Weights) => number;
  /** The same with several captions an image; row i of every matrix is image i's. The mean over the matrices by default. */
  prepareCaptions(image: Matrix, texts: readonly Matrix[]): (weights: Weights) => number;
}

type Prepare = ResampledGapMetric['prepare'];

interface Traits {
  readonly pairwise?: boolean;
  readonly prepareCaptions?: ResampledGapMetric['prepareCaptions'];
}

/** A metric from its value under weights; `measure` checks the input (UserError) and weighs every pair once. */
export function defineGapMetric(
  name: string,
  prepare: Prepare,
  { pairwise = false, prepareCaptions = meanOver(prepare) }: Traits = {},
): ResampledGapMetric {
  return {
    name,
    pairwise,
    prepare,
    prepareCaptions,
    measure: (image, text) => {
      checkPairs(image, text);
      return prepare(image, text)(new Float64Array(image.rows).fill(1));
    },
  };
}

const meanOver =
  (prepare: Prepare): ResampledGapMetric['prepareCaptions'] =>
  (image, texts) => {
    const each = texts.map((text) => prepare(image, text));
    return (weights) => each.reduce((sum, value) => sum + value(weights), 0) / each.length;
  };
