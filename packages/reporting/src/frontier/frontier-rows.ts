import { pairOf, type JsonObject, type RunRecord } from '@alignclip/core';
import { cellOf, runsByVariant, scoresOf, type VariantRuns } from '../records';
import { curveOfPair, signOf } from './gains';
import type { JudgedRemedy } from './judge-frontier';
import { attainedScore } from './null-curve';
import type { NullCell } from './null-cells';
import type { FrontierOptions } from './options';

export type RemedyRow = JsonObject & { readonly variant: string };
type Measures = Pick<FrontierOptions, 'gap' | 'task'>;

/** A point for each remedy that has both scores, with the t intervals of both. */
export function remedyRows(
  records: readonly RunRecord[],
  remedies: readonly JudgedRemedy[],
  measures: Measures,
): RemedyRow[] {
  const names = new Set(remedies.map(({ variant }) => variant));
  return runsByVariant(records).flatMap((row) => {
    const point = names.has(row.variant) ? pointOf(row, measures) : undefined;
    return point === undefined ? [] : [{ variant: row.variant, ...point }];
  });
}

/** A point for each cell of the null, in the order of the temperatures. */
export const nullRows = (cells: readonly NullCell[], measures: Measures): JsonObject[] =>
  cells.flatMap((cell) => {
    const point = pointOf(cell, measures);
    const label = `τ = ${Number(cell.temperature.toPrecision(3))}`;
    return point === undefined ? [] : [{ label, temperature: cell.temperature, x: point.x, y: point.y }];
  });

function pointOf({ runs }: VariantRuns, { gap, task }: Measures) {
  const [across, up] = [cellOf(scoresOf(runs, gap.score)), cellOf(scoresOf(runs, task.score))];
  if (across === undefined || up === undefined) return undefined;
  const [left, right] = across.interval ?? [across.mean, across.mean];
  const [low, high] = up.interval ?? [up.mean, up.mean];
  return { x: across.mean, y: up.mean, left, right, low, high };
}

const points = 60;

/** What the null attains over the gaps that its curve has in every seed: least and greatest over seeds. */
export function bandRows(cells: readonly NullCell[], measures: Measures): JsonObject[] {
  const pairs = [...new Set(cells.flatMap(({ runs }) => runs.map(pairOf)))];
  const curves = pairs.flatMap((pair) => {
    const curve = curveOfPair(cells, pair, measures);
    return curve === undefined ? [] : [curve];
  });
  if (curves.length === 0 || cells.length < 2) return [];
  const gaps = curves.map((curve) => curve.map(({ gap }) => gap));
  const from = Math.max(...gaps.map((own) => Math.min(...own)));
  const to = Math.min(...gaps.map((own) => Math.max(...own)));
  if (from >= to) return [];
  const [gapSign, sign] = [signOf(measures.gap, 'lower'), signOf(measures.task, 'higher')];
  return Array.from({ length: points + 1 }, (_, i) => {
    const gap = i === points ? to : from + ((to - from) * i) / points;
    const scores = curves.map((curve) => sign * attainedScore(curve, gap)!);
    return { x: gapSign * gap, low: Math.min(...scores), high: Math.max(...scores) };
  });
}
