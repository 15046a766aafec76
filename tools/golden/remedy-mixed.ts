import type { Matrix } from '@alignclip/core';
import { fuseRows, innerProducts, largest, ndcg, retrievedNdcg, unitRows } from '@alignclip/metrics';
import type { RemedyCase } from './remedy-cases';

export const whole = (given: RemedyCase, role: string): number[] =>
  Array.from(given.tensor(role).data as ArrayLike<number>);
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rows less the mean of the given role. */
function without(given: RemedyCase, { rows, columns, values }: Matrix, role: string): Matrix {
  const means = whole(given, role);
  return { rows, columns, values: values.map((value, at) => value - means[at % columns]!) };
}

/** Queries, and documents as text, as image and as both; centred by the means of the case, or as they are. */
function mixed(given: RemedyCase, centred: boolean) {
  const read = (role: string, mean: string) =>
    centred ? without(given, given.matrix(role), mean) : given.matrix(role);
  const text = read('documentText', 'textMean');
  const image = read('documentImage', 'imageMean');
  const unit = (rows: Matrix) => (centred ? unitRows(rows) : rows);
  return {
    queries: unit(read('queries', 'queryMean')),
    text: unit(text),
    image: unit(image),
    fused: (alpha: number) => fuseRows(text, image, alpha),
  };
}

/** ⟨query, document⟩, a row for each query. */
export function scoresOf(queries: Matrix, documents: Matrix): Float64Array[] {
  return Array.from({ length: queries.rows }, (_, q) =>
    innerProducts(queries, q, documents, new Float64Array(documents.rows)),
  );
}

const gainsOf = (given: RemedyCase): number[][] => {
  const [queries, documents] = given.tensor('relevance').shape as [number, number];
  const all = whole(given, 'relevance');
  return Array.from({ length: queries }, (_, q) => all.slice(q * documents, (q + 1) * documents));
};

type Measure = (scores: Float64Array, gains: readonly number[]) => number;
const over = (scores: readonly Float64Array[], gains: readonly number[][], measure: Measure): number =>
  mean(scores.map((row, q) => measure(row, gains[q]!) || 0));

/** Documents as text, image or both by `mode`; MixBench's NDCG and the usual one. */
export function mixedRetrieval(given: RemedyCase) {
  const { queries, text, image, fused } = mixed(given, given.flag('centred'));
  const parts = [text, image, fused(given.number('alpha'))].map((documents) => scoresOf(queries, documents));
  const mode = whole(given, 'mode');
  const scores = parts[0]!.map((row, q) => row.map((_, document) => parts[mode[document]!]![q]![document]!));
  const gains = gainsOf(given);
  return {
    scores: scores.flatMap((row) => [...row]),
    ndcg10: over(scores, gains, (row, own) => retrievedNdcg(row, own, 10)),
    ndcg100: over(scores, gains, (row, own) => retrievedNdcg(row, own, 100)),
    fullNdcg10: over(scores, gains, (row, own) => ndcg(row, own, 10)),
    fullNdcg100: over(scores, gains, (row, own) => ndcg(row, own, 100)),
  };
}

/** Documents shown as images by row of `isImage`; NDCG of the first 100 as MixBench takes it. */
export function mixedCurve(given: RemedyCase) {
  const gains = gainsOf(given);
  const [ratios, documents] = given.tensor('isImage').shape as [number, number];
  const shown = whole(given, 'isImage');
  const curves = (
    centred: boolean,
    rank: (text: Float64Array, image: Float64Array, isImage: number[]) => Float64Array,
  ) => {
    const { queries, text, image } = mixed(given, centred);
    const [ofText, ofImage] = [scoresOf(queries, text), scoresOf(queries, image)];
    const at = (k: number) =>
      Array.from({ length: ratios }, (_, r) => {
        const isImage = shown.slice(r * documents, (r + 1) * documents);
        const scores = ofText.map((row, q) => rank(row, ofImage[q]!, isImage));
        return over(scores, gains, (row, own) => retrievedNdcg(row, own, k, 100));
      });
    return [at(10), at(100)] as const;
  };
  const asShown = (text: Float64Array, image: Float64Array, isImage: number[]) =>
    text.map((value, document) => (isImage[document] ? image[document]! : value));
  const textsFirst = (text: Float64Array, image: Float64Array, isImage: number[]) =>
    asShown(text, image, isImage).map((value, document) => value + (isImage[document] ? 0 : 10));
  const [[ndcg10, ndcg100], [centredNdcg10, centredNdcg100], [optimalNdcg10, optimalNdcg100]] = [
    curves(false, asShown),
    curves(true, asShown),
    curves(false, textsFirst),
  ];
  return { ndcg10, ndcg100, centredNdcg10, centredNdcg100, optimalNdcg10, optimalNdcg100 };
}

/** R@1 where every document has both, by the weight of its text. */
export function fusionSweep(given: RemedyCase) {
  const target = whole(given, 'target');
  const alphas = Array.from({ length: 21 }, (_, i) => i * 0.05);
  const recall = (centred: boolean) => {
    const { queries, fused } = mixed(given, centred);
    return alphas.map((alpha) =>
      mean(scoresOf(queries, fused(alpha)).map((row, q) => Number(largest(row, 1)[0] === target[q]))),
    );
  };
  return { alphas, recallAt1: recall(false), centredRecallAt1: recall(true) };
}
