import type { GapMetric, Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import type { Weights } from './weighted';

/** A gap metric that can be evaluated for any resampling of the pairs, so that its interval needs no code of its own. */
export interface ResampledGapMetric extends GapMetric {
  /** True where time or memory grows with the square of the number of pairs. */
  readonly pairwise: boolean;
  /** What the embeddings are where the metric has no value (NaN), in words after "undefined: ". */
  readonly undefinedWhere: string;
  /** In a few words: what it is, and which value means a small gap. */
  readonly meaning: string;
  /** False where no interval is computed: the value doesn't follow from weights of the pairs. */
  readonly hasInterval: boolean;
  /** Whether it says which rows are nearest by cosine: of a model that compares rows in another way it says nothing. */
  readonly isOfNearest: boolean;
  /** Whether samples are computed to first order only, so that equal values of all of them say nothing about the spread. */
  readonly isFirstOrder: boolean;
  /** Whether others are faster after it, because it leaves products to them. */
  readonly isPreparedFirst: boolean;
  /** Does the work shared by all samples; the function returned gives the value of a sample from its weights [N]. */
  readonly prepare: (image: Matrix, text: Matrix) => (weights: Weights) => number;
  /** The same with several captions per image; row i of each matrix belongs to image i. Default: the mean over the matrices. */
  readonly prepareCaptions: (image: Matrix, texts: readonly Matrix[]) => (weights: Weights) => number;
}

const noValue = 'these embeddings give it no value';

type Prepare = ResampledGapMetric['prepare'];

interface Traits {
  readonly pairwise?: boolean;
  readonly undefinedWhere?: string;
  readonly meaning?: string;
  readonly hasInterval?: boolean;
  readonly isFirstOrder?: boolean;
  readonly isOfNearest?: boolean;
  readonly isPreparedFirst?: boolean;
  readonly prepareCaptions?: ResampledGapMetric['prepareCaptions'];
}

/**
 * A metric from its value under weights; `measure` checks the input (throws UserError) and gives every pair weight 1. NaN
 * where the metric is undefined.
 */
export function defineGapMetric(name: string, prepare: Prepare, traits: Traits = {}): ResampledGapMetric {
  return {
    name,
    pairwise: false,
    undefinedWhere: noValue,
    meaning: '',
    hasInterval: true,
    isFirstOrder: false,
    isOfNearest: false,
    isPreparedFirst: false,
    prepareCaptions: meanOver(prepare),
    ...traits,
    prepare,
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
