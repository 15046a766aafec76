import { bootstrapIntervals, innerProduct, weightedMean } from '@alignclip/metrics';
import { Dataset, defineComponent, embedSplit, embedTexts, Evaluator, z, type Matrix } from 'alignclip';

/** ⟨v_i,t_i⟩ − max_{j≠i} ⟨v_i,t_j⟩ of every pair. */
function margins(image: Matrix, text: Matrix): number[] {
  const others = (i: number) =>
    Array.from({ length: text.rows }, (_, j) => (j === i ? -Infinity : innerProduct(image, i, text, j)));
  return Array.from({ length: image.rows }, (_, i) => innerProduct(image, i, text, i) - Math.max(...others(i)));
}

/**
 * By how much a picture's own caption is nearer than any other. Scores `pair-margin/<split>/mean`, in [-2, 2], and
 * `pair-margin/<split>/positive`, the share of pictures with a margin above 0.
 */
export const pairMargin = defineComponent(Evaluator)({
  type: 'pair-margin',
  options: z.strictObject({ split: z.string().default('test'), resamples: z.int().positive().default(1000) }),
  inject: [Dataset],
  create: ({ split, resamples }, dataset): Evaluator => ({
    name: 'pair-margin',
    evaluate: async (model) => {
      const { image, captions } = await embedSplit(model, dataset, split);
      const first = captions.map(([caption]) => caption!);
      const values = margins(image, await embedTexts(model, first, `captions of "${split}"`));
      const positive = values.map((value) => Number(value > 0));
      const score = (weights: Float64Array) => ({
        [`pair-margin/${split}/mean`]: weightedMean(values, weights),
        [`pair-margin/${split}/positive`]: weightedMean(positive, weights),
      });
      return {
        scores: score(new Float64Array(values.length).fill(1)),
        intervals: bootstrapIntervals(values.length, score, { resamples }),
      };
    },
  }),
});
