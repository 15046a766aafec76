import { Dataset, defineComponent, type DualEncoder, Evaluator } from '@alignclip/core';
import { bootstrapIntervals, centroidDifference, euclideanNorm, gapAblation, gapShift } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './class-sets/choose-class-sets';
import { type Downstream, measureDownstream } from './interventions/downstream';
import {
  type Intervention,
  type InterventionTask,
  intervene,
  interventionTask,
} from './interventions/intervention-task';
import { lossLandscape } from './interventions/loss-landscape';
import { checkSplits } from './split/check-splits';
import { mergeEvaluations, type Part } from './split/merge-evaluations';
import { splitOptions } from './split/options';

const options = z.strictObject({
  ...splitOptions,
  /** Class sets of the data set whose zero-shot accuracy is followed; all of them where left out. */
  classSets: z.array(z.string()).optional(),
  /** Lengths of the centroid shift, as multiples of the centroid distance: 1 closes the gap, below 0 widens it. */
  shifts: z.array(z.number().min(-10).max(10)).min(1).default([-1, -0.5, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]),
  /** Numbers of dropped dimensions; those not below the width are left out. */
  dropped: z.array(z.int().min(0)).default([0, 1, 2, 4, 8, 16, 32]),
  /** 1/τ of the loss landscape; the model's own is added. */
  logitScales: z.array(z.number().min(0).max(1000)).default([1, 5, 10, 20, 50, 100]),
  /** Pairs of the batch whose loss is mapped, evenly spaced over the split. */
  lossPairs: z.int().min(2).max(4096).default(256),
});
type InterventionOptions = z.output<typeof options>;

/**
 * What becomes of a finished model when its gap is changed afterwards: centroid shift (Liang et al. 2022) and dimension
 * ablation (Schrodi et al. 2024) with retrieval and zero-shot, and the contrastive loss over shift × temperature.
 * Scores `interventions/<split>/closing/<measure>` are changes from shift 0 to shift 1, with bootstrap intervals over
 * images; the sweeps stand in the details.
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
      evaluate: async (model) => {
        const parts: Part[] = [];
        for (const split of given.splits) {
          parts.push(measure(await interventionTask(model, dataset, split, sets), model, given));
        }
        return mergeEvaluations('interventions', parts, { captions: 'first' });
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
  const images = task.image.rows;
  return {
    prefix: `${task.split}/closing`,
    scores: changes(new Float64Array(images).fill(1)),
    intervals: given.resamples > 0 ? bootstrapIntervals(images, changes, given) : {},
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

/** From one record a place to one list a measure. */
const curves = (points: readonly Record<string, number>[]): Record<string, number[]> =>
  Object.fromEntries(Object.keys(points[0] ?? {}).map((name) => [name, points.map((point) => point[name]!)]));
