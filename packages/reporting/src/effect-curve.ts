import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { comparePaired } from '@alignclip/metrics';
import { z } from 'zod';
import { pairRuns } from './comparison/measured-pairs';
import { averagedFactors, factorValues, isAt, pointsOf, valueText } from './factors';
import { scoreAxis, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, singlePlot, variantsOf } from './figures/chart';
import { namedMeasure, optionalTitle } from './options';
import { runsByVariant } from './records';
import { sentenceCase } from './rendering/text';

const name = z.string().min(1);
const effect = z.strictObject({
  name: name.describe('the effect in words, e.g. `sharing`'),
  baseline: name.describe('value of `factor` that the effect starts from'),
  treatment: name.describe('value of `factor` that it leads to'),
});
const options = z.strictObject({
  title: optionalTitle,
  ...namedMeasure,
  x: name.describe('factor of the grid along the axis, e.g. `temperature`; its values stand side by side'),
  xName: name.optional().describe('name of x in words (default: x itself)'),
  factor: name.default('variant').describe('factor of the grid whose values are compared'),
  effects: z.array(effect).min(1).describe('the differences drawn, a line for each'),
});
type Options = z.output<typeof options>;

/**
 * The effect of a change at each value of a factor: treatment − baseline, paired by seed and fold, with 95 % t intervals
 * and the line of no effect. It shows where the answer to a question turns.
 */
export const effectCurve = defineComponent(Figure)({
  type: 'effect-curve',
  options,
  create: (given) => {
    const title = given.title ?? sentenceCase(`effect on ${given.name} by ${nameOfX(given)}`);
    return { title, draw: (records) => draw(title, given, records) };
  },
});

const nameOfX = ({ x, xName }: Options): string => xName ?? x;

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const factors = [given.x, given.factor];
  const runs = pointsOf(
    runsByVariant(records).flatMap((variant) => variant.runs),
    factors,
  );
  const text = {
    title,
    description: `Differences in ${given.name} between two values of ${given.factor}, by ${nameOfX(given)}, paired by seed.`,
  };
  const others = averagedFactors(runs, factors);
  if (others.length > 0) return emptyFigure(text, 'No run is drawn: the grid varies more than the two factors.');
  const points = factorValues(runs, given.x).flatMap((x) => effectsAt(runs, x, given));
  if (points.length === 0) {
    return emptyFigure(
      text,
      `No run with ${given.name} is part of a grid over ${factors.join(' and ')}, on both sides.`,
    );
  }
  return figure(text, bodyOf(given, points), [pairsNote(points)]);
}

interface EffectPoint extends JsonObject {
  /** The effect; figures call what they distinguish by style a variant. */
  readonly variant: string;
  readonly x: string;
  readonly pairs: number;
}

function effectsAt(runs: readonly RunRecord[], x: unknown, { effects, factor, ...given }: Options): EffectPoint[] {
  const here = runs.filter((run) => isAt(run, given.x, x));
  const side = (value: string) => here.filter((run) => isAt(run, factor, value));
  return effects.flatMap(({ name, baseline, treatment }) => {
    const pairs = pairRuns(side(baseline), side(treatment), given.score);
    if (pairs.baseline.length === 0) return [];
    const { difference, interval } = comparePaired(pairs.treatment, pairs.baseline);
    const [low, high] = interval ?? [difference, difference];
    return [{ variant: name, x: valueText(x), difference, low, high, pairs: pairs.baseline.length }];
  });
}

function pairsNote(points: readonly EffectPoint[]): string {
  const counts = points.map(({ pairs }) => pairs);
  const [min, max] = [Math.min(...counts), Math.max(...counts)];
  const pairs = min === max ? `${max}` : `${min} to ${max}`;
  return max === 1
    ? 'One pair of runs: the spread is unknown.'
    : `Points are means of ${pairs} paired differences, bars their 95 % t intervals, not corrected for their number.`;
}

function bodyOf(given: Options, points: readonly EffectPoint[]): JsonObject {
  const { color, strokeDash, shape } = variantChannels(variantsOf(points), 'symbol');
  const order = [...new Set(points.map(({ x }) => x))];
  const x = { field: 'x', type: 'ordinal', sort: order, title: nameOfX(given), axis: { labelAngle: -30 } };
  const range = scoreAxis({ ...given, name: `difference in ${given.name}` });
  // Next to each other, but near the line, which can't be moved.
  const beside = { xOffset: { field: 'variant', type: 'nominal', scale: { paddingOuter: 8 } } };
  return {
    ...singlePlot,
    data: dataOf(points),
    encoding: { x, color },
    layer: [
      {
        data: dataOf([{ zero: 0 }]),
        mark: { type: 'rule', color: '#999999', strokeWidth: 1 },
        encoding: { x: null, color: null, y: { field: 'zero', ...range } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: { y: { field: 'difference', ...range }, strokeDash },
      },
      { mark: { type: 'rule' }, encoding: { ...beside, y: { field: 'low', ...range }, y2: { field: 'high' } } },
      {
        mark: { type: 'point', filled: true, size: 80 },
        encoding: { ...beside, shape, y: { field: 'difference', ...range } },
      },
    ],
  };
}
