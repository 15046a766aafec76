import { pairOf, type RunRecord } from '@alignclip/core';
import { scoreOf, unitOf, type VariantRuns } from '../records';
import { attainedScore, bendAllowance, type CurveCell, smallestGap } from './null-curve';
import { fewestCells, type NullCell } from './null-cells';
import type { FrontierOptions } from './options';

/** A remedy beside the null's curve of each seed. */
export interface Gains {
  readonly variant: string;
  /** Those in which the remedy and every cell of the null have both scores. */
  readonly seeds: readonly number[];
  /** Seeds of the remedy that are left out. */
  readonly left: readonly number[];
  readonly gaps: readonly number[]; // [seeds]
  readonly scores: readonly number[]; // [seeds]
  /** What the null attains at a gap no larger, [seeds]; empty where the curve doesn't reach in each of them. */
  readonly nullScores: readonly number[];
  /** Smaller gap than any of the null at a score no worse, [seeds]; empty where the null never scores so well in one. */
  readonly savedGaps: readonly number[];
  /** How much more the null may attain between its cells, at least 0. */
  readonly allowance: number;
  /** Seeds in which the remedy's gap lies outside the null's: closer than any, or wider. */
  readonly beyond: readonly { readonly seed: number; readonly isCloser: boolean }[];
  /** 1 where a higher score is better, else −1. */
  readonly sign: 1 | -1;
}

type Measures = Pick<FrontierOptions, 'gap' | 'task'>;

export function gainsOf(row: VariantRuns, cells: readonly NullCell[], measures: Measures): Gains {
  const [gapSign, sign] = [signOf(measures.gap, 'lower'), signOf(measures.task, 'higher')];
  const measured = row.runs.flatMap((run) => {
    const [gap, score] = [scoreOf(run, measures.gap.score), scoreOf(run, measures.task.score)];
    const curve = curveOfPair(cells, pairOf(run), measures);
    if (gap === undefined || score === undefined || curve === undefined) return [];
    return [{ run, gap, score, curve, at: { gap: gapSign * gap, score: sign * score } }];
  });
  const pairs = overFolds(measured);
  const beyond = pairs.flatMap(({ seed, curve, at }) => {
    const gaps = curve.map(({ gap }) => gap);
    const isCloser = at.gap < Math.min(...gaps);
    return isCloser || at.gap > Math.max(...gaps) ? [{ seed, isCloser }] : [];
  });
  const isCovered = pairs.length > 0 && beyond.length === 0 && cells.length >= fewestCells;
  const saved = pairs.flatMap(({ curve, at }) => {
    const gap = smallestGap(curve, at.score);
    return gap === undefined ? [] : [gap - at.gap];
  });
  return {
    variant: row.variant,
    seeds: pairs.map(({ seed }) => seed),
    left: row.runs.filter((own) => !measured.some(({ run }) => run === own)).map(({ seed }) => seed),
    gaps: pairs.map(({ gap }) => gap),
    scores: pairs.map(({ score }) => score),
    nullScores: isCovered ? pairs.map(({ curve, at }) => sign * attainedScore(curve, at.gap)!) : [],
    savedGaps: isCovered && saved.length === pairs.length ? saved : [],
    allowance: isCovered
      ? bendAllowance(meanCurve(pairs.map(({ curve }) => curve)), mean(pairs.map(({ at }) => at.gap)))
      : 0,
    beyond,
    sign,
  };
}

/** −1 where the measure's better direction is the other. */
export const signOf = ({ better }: { readonly better: string }, usual: 'lower' | 'higher'): 1 | -1 =>
  better === usual ? 1 : -1;

interface Pair {
  readonly run: RunRecord;
  readonly gap: number;
  readonly score: number;
  readonly curve: readonly CurveCell[];
  /** Gap and score, turned as the curve is. */
  readonly at: { readonly gap: number; readonly score: number };
}

/** The pairs on the same fold of the data as one, their mean. */
function overFolds(pairs: readonly Pair[]) {
  const units = [...new Set(pairs.map(({ run }) => unitOf(run)))];
  const all = units.map((unit) => pairs.filter(({ run }) => unitOf(run) === unit));
  return all.map((own) => ({
    seed: own[0]!.run.seed,
    gap: mean(own.map(({ gap }) => gap)),
    score: mean(own.map(({ score }) => score)),
    curve: meanCurve(own.map(({ curve }) => curve)),
    at: { gap: mean(own.map(({ at }) => at.gap)), score: mean(own.map(({ at }) => at.score)) },
  }));
}

/** The null's curve of a seed, and fold of the data, turned so that a smaller gap and a greater score are better; undefined where a cell lacks it. */
export function curveOfPair(
  cells: readonly NullCell[],
  pair: string,
  { gap, task }: Measures,
): CurveCell[] | undefined {
  const curve = cells.flatMap(({ temperature, runs }) => {
    const run = runs.find((candidate) => pairOf(candidate) === pair);
    const [across, up] = [run && scoreOf(run, gap.score), run && scoreOf(run, task.score)];
    if (across === undefined || up === undefined) return [];
    return [{ temperature, gap: signOf(gap, 'lower') * across, score: signOf(task, 'higher') * up }];
  });
  return curve.length === cells.length && curve.length > 0 ? curve : undefined;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanCurve = (curves: readonly (readonly CurveCell[])[]): CurveCell[] =>
  curves[0]!.map(({ temperature }, k) => ({
    temperature,
    gap: mean(curves.map((curve) => curve[k]!.gap)),
    score: mean(curves.map((curve) => curve[k]!.score)),
  }));
