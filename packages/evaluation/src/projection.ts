import { Dataset, defineComponent, type DualEncoder, Evaluator, type Matrix } from '@alignclip/core';
import {
  evenlySpaced,
  innerProducts,
  pca,
  row,
  sphereProjection,
  stackRows,
  takeRows,
  weightedMean,
} from '@alignclip/metrics';
import { z } from 'zod';
import { evaluateEach, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { checkSplits, embedSplit, embedTexts, firstCaptions, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  mostPairs: z
    .int()
    .min(2)
    .max(1000)
    .default(500)
    .describe('at most this many pairs are drawn, evenly spaced over the split'),
  perplexity: z.number().min(2).max(200).default(30).describe('effective number of neighbours of DOSNES'),
  iterations: z.int().min(1).max(5000).default(500).describe('gradient steps of DOSNES'),
  neighbours: z.int().min(1).max(100).default(10).describe('nearest neighbours on the sphere for mixing'),
  seed: z.int().default(0).describe('seed of the initial points and of the bootstrap'),
});
type Options = z.output<typeof options>;

/**
 * Images and captions of a split as points: along three principal components, and on a sphere (DOSNES; AlignCLIP,
 * Fig. 5). The points are in the details. Scores `projection/<split>/sphere/mixing`, the share of a point's nearest
 * neighbours on the sphere that are of the other modality, and `…/pca/explained-variance`.
 */
export const projection = defineComponent(Evaluator)({
  type: 'projection',
  scoreEndings: ['mixing', 'explained-variance'],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'projection',
      evaluate: (model) =>
        evaluateEach('projection', given.splits, (split) => project(model, dataset, split, given), {
          captions: 'first',
        }),
    };
  },
});

async function project(model: DualEncoder, dataset: Dataset, name: string, given: Options): Promise<Part> {
  const split = await embedSplit(model, dataset, name);
  const captions = firstCaptions(split);
  const chosen = evenlySpaced(split.image.rows, given.mostPairs);
  const shown = chosen.map((i) => captions[i]!);
  if (chosen.length < 2) return onePair(name);
  const text = await embedTexts(model, shown, `captions of split "${name}"`);
  const both = stackRows([takeRows(split.image, chosen), text]); // [2n, d]
  const flat = pca(both, Math.min(3, both.columns));
  const sphere = sphereProjection(both, given);
  const mixing = mixingOf(sphere, chosen.length, given.neighbours);
  const variance = pairVariance(both, flat.points, chosen.length);
  const spread = Math.max(...variance.all);
  const scores = (weights: Float64Array) => ({
    'sphere/mixing': spread < negligible ? NaN : weightedMean(mixing, weights),
    'pca/explained-variance':
      spread < negligible ? NaN : weightedMean(variance.shown, weights) / weightedMean(variance.all, weights),
  });
  return {
    prefix: name,
    ...scoredWithIntervals(chosen.length, scores, given, () => 'all points are one'),
    details: {
      ids: chosen.map((i) => split.ids[i]!),
      captions: shown,
      explainedVariance: flat.explained,
      pca: byModality(flat.points),
      sphere: byModality(sphere),
    },
  };
}

/** Squared distances that are smaller are rounding: 1e-6 between two points. */
const negligible = 1e-12;

/** A projection needs four points. */
const onePair = (prefix: string): Part => ({
  prefix,
  scores: {},
  intervals: {},
  undefinedScores: undefinedOf(['sphere/mixing', 'pca/explained-variance'], () => 'one pair'),
  details: {},
});

/** Share of other-modality points among the nearest neighbours, mean over both points of a pair. [n] */
function mixingOf(points: Matrix, pairs: number, neighbours: number): Float64Array {
  const shares = new Float64Array(pairs);
  const cosines = new Float64Array(points.rows);
  for (let i = 0; i < points.rows; i += 1) {
    innerProducts(points, i, points, cosines);
    const others = [...cosines.keys()].filter((j) => j !== i).sort((a, b) => cosines[b]! - cosines[a]!);
    const nearest = others.slice(0, neighbours);
    const ofOther = nearest.filter((j) => j < pairs !== i < pairs).length;
    shares[i % pairs]! += ofOther / nearest.length / 2;
  }
  return shares;
}

/** Squared distances from the centre, of the projected points and of the rows, summed over a pair. [n] each */
function pairVariance(rows: Matrix, points: Matrix, pairs: number) {
  const whole = pca(rows, rows.columns).points;
  const squares = (matrix: Matrix) =>
    Float64Array.from({ length: pairs }, (_, i) =>
      [row(matrix, i), row(matrix, i + pairs)].reduce(
        (sum, values) => sum + values.reduce((own, value) => own + value * value, 0),
        0,
      ),
    );
  return { shown: squares(points), all: squares(whole) };
}

function byModality(points: Matrix): { image: number[][]; text: number[][] } {
  const rounded = Array.from({ length: points.rows }, (_, i) =>
    Array.from(row(points, i), (value) => Math.round(value * 1e4) / 1e4 + 0),
  );
  return { image: rounded.slice(0, points.rows / 2), text: rounded.slice(points.rows / 2) };
}
