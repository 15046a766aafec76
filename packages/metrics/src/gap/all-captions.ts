import type { Matrix } from '@alignclip/core';
import { stackRows } from '../matrix/rows';
import type { Weights } from './weighted';

/** A function of all captions of the images, from weights of the images: every caption has its image's weight. */
export function ofAllCaptions(
  texts: readonly Matrix[],
  prepare: (all: Matrix) => (weights: Weights) => number,
): (imageWeights: Weights) => number {
  if (texts.length === 1) return prepare(texts[0]!);
  const value = prepare(stackRows(texts));
  return (weights) => value(repeated(weights, texts.length));
}

/** The weights `times` times over. */
export const repeated = (weights: Weights, times: number): Weights =>
  Float64Array.from({ length: times * weights.length }, (_, i) => weights[i % weights.length]!);
