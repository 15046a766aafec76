import type { Interval, Matrix } from '@alignclip/core';
import { bootstrapIntervals, type BootstrapOptions } from '../statistics/bootstrap';
import type { ResampledGapMetric } from './define-gap-metric';

/** Images with k captions each. */
export interface Captioned {
  readonly image: Matrix; // [N, d]
  readonly texts: readonly Matrix[]; // k matrices [N, d]
}

/** Where samples to first order agree but for rounding, they say nothing about the spread. */
const isKnown = ({ isFirstOrder }: ResampledGapMetric, interval: Interval | undefined): interval is Interval =>
  interval !== undefined && !(isFirstOrder && interval[1] - interval[0] < 1e-9 * Math.max(1, Math.abs(interval[0])));

/** Fewer pairs give no interval: one pair of examples, or one to test a classifier on, shows no spread. */
const fewestPairs = 4;

type Value = (weights: Float64Array) => number;

/** Each metric's value by name. */
function prepared(metrics: readonly ResampledGapMetric[], { image, texts }: Captioned): ReadonlyMap<string, Value> {
  const prepare = ({ prepareCaptions }: ResampledGapMetric) => prepareCaptions(image, texts);
  const early = new Map(metrics.filter((one) => one.isPreparedFirst).map((one) => [one, prepare(one)]));
  return new Map(metrics.map((one) => [one.name, early.get(one) ?? prepare(one)]));
}

const before = 'before ';
const changed = 'change ';

/** The values of one state by name; of two, those before and their change besides. */
const sampled =
  (names: readonly string[], [first, second]: readonly ReadonlyMap<string, Value>[]) =>
  (weights: Float64Array): Record<string, number> => {
    const values: Record<string, number> = {};
    for (const name of names) {
      const value = first!.get(name)!(weights);
      if (second === undefined) values[name] = value;
      else {
        values[before + name] = value;
        values[name] = second.get(name)!(weights);
        values[changed + name] = values[name] - value;
      }
    }
    return values;
  };

interface Part {
  readonly scores: Readonly<Record<string, number>>;
  readonly undefinedScores: Readonly<Record<string, string>>;
  readonly intervals: Readonly<Record<string, Interval>>;
}

/**
 * Metrics of one state of the pairs, or of two and their change. `change` is empty for one. Intervals of metrics that have
 * them, from the same bootstrap samples of the images for all.
 */
export function measureAll(
  metrics: readonly ResampledGapMetric[],
  states: readonly Captioned[],
  bootstrap: BootstrapOptions,
): { reports: Part[]; change: Pick<Part, 'scores' | 'intervals'> } {
  const [images, all] = [states[0]!.image.rows, states.map((state) => prepared(metrics, state))];
  const once = new Float64Array(images).fill(1);
  const values = all.map((state) => new Map([...state].map(([name, value]) => [name, value(once)] as const)));
  const resampled = metrics.filter(({ hasInterval }) => hasInterval).map(({ name }) => name);
  const intervals = images < fewestPairs ? {} : bootstrapIntervals(images, sampled(resampled, all), bootstrap);
  const partOf = (own: ReadonlyMap<string, number>, prefix: string): Part => {
    const defined = metrics.filter(({ name }) => Number.isFinite(own.get(name)));
    const none = metrics.filter((metric) => !defined.includes(metric));
    const known = defined.flatMap((metric) => {
      const interval = intervals[prefix + metric.name];
      return isKnown(metric, interval) ? [[metric.name, interval] as const] : [];
    });
    return {
      scores: Object.fromEntries(defined.map(({ name }) => [name, own.get(name)!])),
      undefinedScores: Object.fromEntries(none.map(({ name, undefinedWhere }) => [name, undefinedWhere])),
      intervals: Object.fromEntries(known),
    };
  };
  const [first, second] = values;
  if (second === undefined) return { reports: [partOf(first!, '')], change: { scores: {}, intervals: {} } };
  const differences = new Map([...second].map(([name, value]) => [name, value - first!.get(name)!]));
  return { reports: [partOf(first!, before), partOf(second, '')], change: partOf(differences, changed) };
}
