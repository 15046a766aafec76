import {
  bootstrapIntervals,
  Dataset,
  defineComponent,
  embedSplit,
  embedTexts,
  Evaluator,
  innerProduct,
  weightedMean,
  z,
  type Matrix,
} from 'alignclip';

/**
 * By how much an image's own caption is nearer than any other: ⟨v_i,t_i⟩ − max_{j≠i} ⟨v_i,t_j⟩. Scores
 * `new-evaluator/<split>/mean`, in [-2, 2], and `new-evaluator/<split>/positive`, the share of images above 0.
 */
export const newEvaluator = defineComponent(Evaluator)({
  type: 'new-evaluator',
  options: z.strictObject({
    split: z.string().default('test').describe('the split that is measured'),
    resamples: z.int().positive().default(1000).describe('bootstrap samples of the intervals'),
  }),
  inject: [Dataset],
  create: ({ split, resamples }, dataset): Evaluator => ({
    name: 'new-evaluator',
    evaluate: async (model) => {
      const { image, captions } = await embedSplit(model, dataset, split);
      const first = captions.map(([caption]) => caption!);
      const values = margins(image, await embedTexts(model, first, `captions of "${split}"`));
      const positive = values.map((value) => Number(value > 0));
      const score = (weights: Float64Array) => ({
        [`new-evaluator/${split}/mean`]: weightedMean(values, weights),
        [`new-evaluator/${split}/positive`]: weightedMean(positive, weights),
      });
      return {
        scores: score(new Float64Array(values.length).fill(1)),
        intervals: bootstrapIntervals(values.length, score, { resamples }),
      };
    },
  }),
});

function margins(image: Matrix, text: Matrix): number[] {
  const others = (i: number) =>
    Array.from({ length: text.rows }, (_, j) => (j === i ? -Infinity : innerProduct(image, i, text, j)));
  return Array.from({ length: image.rows }, (_, i) => innerProduct(image, i, text, i) - Math.max(...others(i)));
}
