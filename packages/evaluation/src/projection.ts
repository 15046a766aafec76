import { Dataset, defineComponent, type DualEncoder, Evaluator, type Matrix } from '@alignclip/core';
import {
  bootstrapIntervals,
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
import { checkSplits } from './split/check-splits';
import { embedSplit, embedTexts, firstCaptions } from './split/embedded-split';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';

const options = z.strictObject({
  ...splitOptions,
  /** Pairs that are drawn, evenly spaced over the split; each is two points. */
  mostPairs: z.int().min(2).max(1000).default(500),
  perplexity: z.number().min(2).max(200).default(30),
  iterations: z.int().min(1).max(5000).default(500),
  /** Neighbours on the sphere that `mixing` looks at. */
  neighbours: z.int().min(1).max(100).default(10),
  seed: z.int().default(0),
});
type Options = z.output<typeof options>;

/**
 * Images and captions of a split as points: along three principal components, and on a sphere (DOSNES; AlignCLIP,
 * Fig. 5). Points stand in the details. Scores `projection/<split>/sphere/mixing`, the share of a point's nearest
 * neighbours on the sphere that are of the other modality, and `…/pca/explained-variance`.
 */
export const projection = defineComponent(Evaluator)({
  type: 'projection',
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    return {
      name: 'projection',
      evaluate: async (model) => {
        const parts: Part[] = [];
        for (const split of given.splits) parts.push(await project(model, dataset, split, given));
        return mergeEvaluations('projection', parts, { captions: 'first' });
      },
    };
  },
});

async function project(model: DualEncoder, dataset: Dataset, name: string, given: Options): Promise<Part> {
  const split = await embedSplit(model, dataset, name);
  const captions = firstCaptions(split);
  const chosen = evenlySpaced(split.image.rows, given.mostPairs);
  const shown = chosen.map((i) => captions[i]!);
  const text = await embedTexts(model, shown, `captions of split "${name}"`);
  const both = stackRows([takeRows(split.image, chosen), text]); // [2n, d]
  const flat = pca(both, Math.min(3, both.columns));
  const sphere = sphereProjection(both, given);
  const mixing = mixingOf(sphere, chosen.length, given.neighbours);
  const variance = pairVariance(both, flat.points, chosen.length);
  const scores = (weights: Float64Array) => ({
    'sphere/mixing': weightedMean(mixing, weights),
    'pca/explained-variance': weightedMean(variance.shown, weights) / weightedMean(variance.all, weights),
  });
  return {
    prefix: name,
    scores: scores(new Float64Array(chosen.length).fill(1)),
    intervals: given.resamples > 0 ? bootstrapIntervals(chosen.length, scores, given) : {},
    details: {
      ids: chosen.map((i) => split.ids[i]!),
      captions: shown,
      explainedVariance: flat.explained,
      pca: byModality(flat.points),
      sphere: byModality(sphere),
    },
  };
}

/** Share of other-modality points among the nearest neighbours, mean over both points of a pair. [n] */
function mixingOf(points: Matrix, pairs: number, neighbours: number): Float64Array {
  const shares = new Float64Array(pairs);
  const cosines = new Float64Array(points.rows);
  for (let i = 0; i < points.rows; i += 1) {
    innerProducts(points, i, points, cosines);
    const others = [...cosines.keys()].filter((j) => j !== i).sort((a, b) => cosines[b]! - cosines[a]!);
    const nearest = others.slice(0, neighbours);
    const foreign = nearest.filter((j) => j < pairs !== i < pairs).length;
    shares[i % pairs]! += foreign / nearest.length / 2;
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
    Array.from(row(points, i), (value) => Math.round(value * 1e4) / 1e4),
  );
  return { image: rounded.slice(0, points.rows / 2), text: rounded.slice(points.rows / 2) };
}
