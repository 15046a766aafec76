import { random, type RunRecord } from '@alignclip/core';
import { cosineHistogram } from '@alignclip/metrics';
import { madeRecord } from './made-records';

/** Two variants and two seeds with everything that figures read, small and synthetic. */
export const figureRecords = (variants: readonly string[] = ['CLIP', 'AlignCLIP']): RunRecord[] =>
  variants.flatMap((variant, v) => [0, 1].map((seed) => figureRecord(variant, v, seed)));

function figureRecord(variant: string, v: number, seed: number): RunRecord {
  const draw = random(variant, seed);
  const around = (centre: number) => centre + 0.02 * draw.uniform();
  const sphere = () => Array.from({ length: 12 }, () => [draw.normal(), draw.normal(), draw.normal() + v]);
  const shifts = [-1, 0, 1];
  const scales = [1, 10, 100];
  const record = madeRecord(
    variant,
    seed,
    {
      gap: around(0.6 - 0.3 * v),
      recall: around(0.2 + 0.1 * v),
      'mixed-retrieval/test/r-0/NDCG@10': around(0.6),
      'mixed-retrieval/test/r-0.5/NDCG@10': around(0.3 + 0.2 * v),
      'mixed-retrieval/test/r-1/NDCG@10': around(0.5),
      'clustering/test/coarse/v-measure': around(0.2 + 0.1 * v),
      'clustering/test/coarse/ari': around(0.1 + 0.1 * v),
      'clustering/test/coarse/modality-nmi': around(0.3 - 0.2 * v),
    },
    {
      parameters: { total: 100, shared: 40 * v, image: 60 - 20 * v, text: 40 - 20 * v },
      curves: {
        step: [1, 2],
        L: [3, 2],
        'trajectory/step': [0, 5, 10],
        'trajectory/centroid-distance': [0.9, around(0.7), around(0.6)],
        'trajectory/alignment-score': [0.1, around(0.3), around(0.4)],
        'trajectory/logit-scale': [100, around(98), around(95)],
      },
      details: {
        gap: { test: { cosines: histogram(Array.from({ length: 40 }, () => 0.3 + 0.3 * v + 0.2 * draw.uniform())) } },
        interventions: {
          'test/closing': {
            shift: {
              at: shifts,
              'image-to-text/R@10': shifts.map(() => around(0.3)),
              'text-to-image/R@10': shifts.map(() => around(0.3)),
            },
            loss: {
              shifts,
              logitScales: [...scales, 97.5 + seed].sort((a, b) => a - b),
              imageToText: shifts.map(() => [1, 2, 3, 4].map((k) => k + draw.uniform())),
              textToImage: shifts.map(() => [1, 2, 3, 4].map((k) => k + draw.uniform())),
            },
          },
        },
        'zero-shot': { 'test/coarse': { recalls: { animal: around(0.5), food: around(0.2 * v), tool: around(0.4) } } },
        projection: { test: { sphere: { image: sphere(), text: sphere() } } },
      },
    },
  );
  const factors = { alpha: 1, beta: seed, gamma: v };
  return { ...record, factors };
}

function histogram(cosines: readonly number[]) {
  const { edges, counts, cumulative } = cosineHistogram(cosines);
  return { edges: [...edges], counts: [...counts], cumulative: [...cumulative] };
}

/** Details as the evaluator `gap` leaves them for those cosines of true pairs. */
export const cosineDetails = (split: string, cosines: readonly number[]): RunRecord['details'] => {
  const { edges, counts, cumulative } = cosineHistogram(cosines);
  return { gap: { [split]: { cosines: { edges: [...edges], counts: [...counts], cumulative: [...cumulative] } } } };
};
