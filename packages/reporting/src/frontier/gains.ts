import { scoreOf, type VariantRuns } from '../records';
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
    return gap === undefined || score === undefined ? [] : [{ seed: run.seed, gap, score }];
  });
  const pairs = measured.flatMap((own) => {
    const curve = curveOfSeed(cells, own.seed, measures);
    return curve === undefined ? [] : [{ ...own, curve, at: { gap: gapSign * own.gap, score: sign * own.score } }];
  });
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
    left: row.runs.map(({ seed }) => seed).filter((seed) => !pairs.some((pair) => pair.seed === seed)),
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

/** The null's curve of a seed, turned so that a smaller gap and a greater score are better; undefined where a cell lacks it. */
export function curveOfSeed(
  cells: readonly NullCell[],
  seed: number,
  { gap, task }: Measures,
): CurveCell[] | undefined {
  const curve = cells.flatMap(({ temperature, runs }) => {
    const run = runs.find((candidate) => candidate.seed === seed);
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
