import { random, type RunRecord } from '@alignclip/core';
import { madeRecord } from './made-records';

/** gap and score of a made CLIP at a fixed temperature: a falling gap, and a score that rises and collapses. */
export function madeCurve(temperature: number): { readonly gap: number; readonly recall: number } {
  const time = Math.log(temperature / 0.01) / Math.log(20); // 0 at .01, 1 at .2
  return { gap: 0.66 * (1 - time) ** 1.3 + 0.01, recall: 0.7 + 0.3 * time - 0.78 * time ** 2.5 };
}

const madeTemperatures = [0.01, 0.02, 0.04, 0.08, 0.14, 0.2];

interface Made {
  readonly seeds?: readonly number[];
  /** Standard deviation over seeds of gap and recall. */
  readonly noise?: number;
  readonly trial?: number;
  readonly temperatures?: readonly number[];
}

/** The null: `τ = .01` and so on. */
export const nullRecords = ({ temperatures = madeTemperatures, ...made }: Made = {}): RunRecord[] =>
  temperatures.flatMap((temperature) =>
    pointRecords(`τ = ${temperature}`, madeCurve(temperature), made, {
      temperature: spec('fixed-logit-scale', { value: 1 / temperature }),
    }),
  );

/** A remedy at a point of gap × recall. */
export const remedyRecords = (
  variant: string,
  point: { readonly gap: number; readonly recall: number },
  made: Made = {},
): RunRecord[] =>
  pointRecords(variant, point, made, {
    temperature: spec('learned-logit-scale', { start: 100 }),
    sharing: { slot: 'sharing', type: 'shared', options: {} },
  });

function pointRecords(
  variant: string,
  point: { readonly gap: number; readonly recall: number },
  { seeds = [0, 1, 2, 3, 4], noise = 0.01, trial = 0 }: Made,
  config: RunRecord['config'],
): RunRecord[] {
  return seeds.map((seed) => {
    const draw = random(`${variant} ${trial}`, seed);
    const scores = { gap: point.gap + noise * draw.normal(), recall: point.recall + noise * draw.normal() };
    return madeRecord(variant, seed, scores, { config });
  });
}

const spec = (type: string, options: RunRecord['details']) => ({ slot: 'temperature', type, options });
