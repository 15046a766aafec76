import { Dataset, defineComponent, type DualEncoder, Evaluator, type Json } from '@alignclip/core';
import {
  centroidDifference,
  contrastiveLosses,
  euclideanNorm,
  evenlySpaced,
  gapAblation,
  gapShift,
  takeRows,
} from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './classification';
import { evaluateEach, type Part, scoredWithIntervals } from './evaluations';
import {
  type Downstream,
  intervene,
  type Intervention,
  type InterventionTask,
  interventionTask,
  measureDownstream,
} from './interventions/intervention-task';
import { checkSplits, splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: z.array(z.string()).optional().describe('class sets for zero-shot accuracy (default: all)'),
  shifts: z
    .array(z.number().min(-10).max(10))
    .min(1)
    .default([-1, -0.5, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2])
    .describe('centroid shifts, in centroid distances: 1 closes the gap, below 0 widens it'),
  dropped: z
    .array(z.int().min(0))
    .default([0, 1, 2, 4, 8, 16, 32])
    .describe('numbers of dropped dimensions; those below the width are used'),
  logitScales: z
    .array(z.number().min(0).max(1000))
    .default([1, 5, 10, 20, 50, 100])
    .describe("logit scales 1/τ of the loss landscape; the model's own is added"),
  lossPairs: z
    .int()
    .min(2)
    .max(4096)
    .default(256)
    .describe('pairs of the batch of the loss landscape, evenly spaced over the split'),
});
type InterventionOptions = z.output<typeof options>;

/**
 * A finished model whose gap is changed afterwards: centroid shift (Liang et al. 2022) and dimension
 * ablation (Schrodi et al. 2024) with retrieval and zero-shot, and the contrastive loss over shift × temperature.
 * Scores `interventions/<split>/closing/<measure>` are changes from shift 0 to shift 1, with bootstrap intervals over
 * images; the sweeps are in the details.
 */
export const interventions = defineComponent(Evaluator)({
  type: 'interventions',
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator => {
    checkSplits(dataset, given.splits);
    const none = dataset.classSets.length === 0 && given.classSets === undefined;
    const sets = none ? [] : chooseClassSets(dataset, given.classSets);
    return {
      name: 'interventions',
      evaluate: (model) => {
        const ofSplit = async (split: string) =>
          measure(await interventionTask(model, dataset, split, sets), model, given);
        return evaluateEach('interventions', given.splits, ofSplit, { captions: 'first' });
      },
    };
  },
});

function measure(task: InterventionTask, model: DualEncoder, given: InterventionOptions): Part {
  const gap = euclideanNorm(centroidDifference(task.image, task.text));
  const move = gapShift(task.image, task.text);
  const shifted =
    (shift: number): Intervention =>
    (rows, modality) =>
      move(rows, modality, shift * gap);
  const after = (change: Intervention) => measureDownstream(intervene(task, change));
  const dropped = given.dropped.filter((count) => count < task.image.columns);
  const changes = differences(after(shifted(1)), after(shifted(0)));
  return {
    prefix: `${task.split}/closing`,
    ...scoredWithIntervals(task.image.rows, changes, { resamples: given.resamples }),
    details: {
      gap,
      shift: { at: given.shifts, ...curves(given.shifts.map((shift) => after(shifted(shift)).scores)) },
      ablation: {
        at: dropped,
        ...curves(dropped.map((count) => after(gapAblation(task.image, task.text, count)).scores)),
      },
      loss: lossLandscape(task, model.logitScale, given),
    },
  };
}

const differences =
  (treated: Downstream, untreated: Downstream) =>
  (weights: Float64Array): Record<string, number> => {
    const before = untreated.under(weights);
    return Object.fromEntries(
      Object.entries(treated.under(weights)).map(([name, value]) => [name, value - before[name]!]),
    );
  };

/** From one record per point to one list per measure. */
const curves = (points: readonly Record<string, number>[]): Record<string, number[]> =>
  Object.fromEntries(Object.keys(points[0] ?? {}).map((name) => [name, points.map((point) => point[name]!)]));

/**
 * CLIP's loss of one batch over centroid shift × logit scale, both directions: `imageToText[shift][scale]` in nats, and
 * where the mean of both is smallest (Liang et al. 2022, section 4).
 */
function lossLandscape(
  { image, text }: InterventionTask,
  ownScale: number,
  { shifts, logitScales, lossPairs }: InterventionOptions,
): Json {
  const chosen = evenlySpaced(image.rows, lossPairs);
  const scales = [...new Set([...logitScales, ownScale])].sort((a, b) => a - b);
  const move = gapShift(image, text);
  const gap = euclideanNorm(centroidDifference(image, text));
  const [images, texts] = [takeRows(image, chosen), takeRows(text, chosen)];
  const losses = shifts.map((shift) =>
    contrastiveLosses(move(images, 'image', shift * gap), move(texts, 'text', shift * gap), scales),
  );
  const means = losses.map(({ imageToText, textToImage }) =>
    imageToText.map((loss, at) => (loss + textToImage[at]!) / 2),
  );
  const least = Math.min(...means.flat());
  const row = means.findIndex((values) => values.includes(least));
  return {
    pairs: chosen.length,
    shifts,
    logitScales: scales,
    ownLogitScale: ownScale,
    imageToText: losses.map(({ imageToText }) => imageToText),
    textToImage: losses.map(({ textToImage }) => textToImage),
    least: { loss: least, shift: shifts[row]!, logitScale: scales[means[row]!.indexOf(least)]! },
  };
}
