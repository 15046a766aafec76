import { Dataset, defineComponent, type DualEncoder, Evaluator } from '@alignclip/core';
import { centroidDifference, euclideanNorm, gapAblation, gapShift } from '@alignclip/metrics';
import { z } from 'zod';
import { chooseClassSets } from './classification';
import { evaluateEach, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import {
  type Downstream,
  intervene,
  type Intervention,
  type InterventionTask,
  interventionTask,
  measureDownstream,
  unlessRowsVanish,
} from './interventions/intervention-task';
import { lossLandscape } from './interventions/loss-landscape';
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
        const ofSplit = async (split: string) => {
          const task = await interventionTask(model, dataset, split, sets);
          return model.similarity?.rows === 'own' ? unmeasured(task) : measure(task, model, given);
        };
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
  const after = (change: Intervention) => unlessRowsVanish(() => measureDownstream(intervene(task, change)));
  const sweep = <At>(values: readonly At[], change: (at: At) => Intervention) => {
    const points = values.map((at) => [at, after(change(at))?.scores] as const);
    const defined = points.filter((point): point is [At, Record<string, number>] => point[1] !== undefined);
    return { at: defined.map(([at]) => at), ...curves(defined.map(([, scores]) => scores)) };
  };
  const dropped = given.dropped.filter((count) => count < task.image.columns);
  const loss = lossLandscape(task, model.logitScale, given);
  return {
    prefix: `${task.split}/closing`,
    ...closing(task, after(shifted(1)), after(shifted(0))!, given),
    details: {
      gap,
      shift: sweep(given.shifts, shifted),
      ablation: sweep(dropped, (count) => gapAblation(task.image, task.text, count)),
      ...(loss && { loss }),
    },
  };
}

/** Nothing is measured where the model's rows are no directions. */
function unmeasured(task: InterventionTask): Part {
  const names = Object.keys(measureDownstream({ ...task, similarity: undefined }).scores);
  const why = 'the rows of this model have lengths that count; interventions move unit rows';
  const undefinedScores = undefinedOf(names, () => why);
  return { prefix: `${task.split}/closing`, scores: {}, intervals: {}, undefinedScores, details: {} };
}

/** The changes from shift 0 to shift 1. */
function closing(
  { image }: InterventionTask,
  closed: Downstream | undefined,
  open: Downstream,
  { resamples }: InterventionOptions,
) {
  const why = image.rows < 2 ? 'one pair' : 'an embedding has no direction after the shift';
  if (closed === undefined || image.rows < 2) {
    return { scores: {}, intervals: {}, undefinedScores: undefinedOf(Object.keys(open.scores), () => why) };
  }
  const changes = differences(closed, open);
  return scoredWithIntervals(image.rows, changes, { resamples }, () => 'it has no value before or after the shift');
}

const differences =
  (treated: Downstream, untreated: Downstream) =>
  (weights: Float64Array): Record<string, number> => {
    const before = untreated.under(weights);
    return Object.fromEntries(
      Object.entries(treated.under(weights)).map(([name, value]) => [name, value - before[name]!]),
    );
  };

/** From one record per point to one list per measure; a measure that is undefined at a point is left out. */
const curves = (points: readonly Record<string, number>[]): Record<string, number[]> =>
  Object.fromEntries(
    Object.keys(points[0] ?? {})
      .map((name) => [name, points.map((point) => point[name]!)] as const)
      .filter(([, values]) => values.every(Number.isFinite)),
  );
