import type { RunRecord } from '@alignclip/core';

/** Values by path of the grid point that a run is; empty where it is not part of a grid. */
export const factorsOf = (run: RunRecord): Readonly<Record<string, unknown>> => run.factors ?? {};

/** The runs that are points of a grid over all of these factors. */
export const pointsOf = (runs: readonly RunRecord[], factors: readonly string[]): RunRecord[] =>
  runs.filter((run) => factors.every((factor) => Object.hasOwn(factorsOf(run), factor)));

/** The distinct values of a factor: numbers first, in ascending order, then all others in the order of the runs. */
export function factorValues(runs: readonly RunRecord[], factor: string): unknown[] {
  const byText = new Map(runs.map((run) => [valueText(factorsOf(run)[factor]), factorsOf(run)[factor]]));
  const values = [...byText.values()];
  return [...values.filter(isNumber).sort((a, b) => a - b), ...values.filter((value) => !isNumber(value))];
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Whether the run has this value of the factor. */
export const isAt = (run: RunRecord, factor: string, value: unknown): boolean =>
  valueText(factorsOf(run)[factor]) === valueText(value);

/** `0.25`, `sbert`, `cosine {"warmUp":50}`: a value of an option, or a whole component. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isComponent(value)) return value === undefined ? 'none' : JSON.stringify(value);
  const options = JSON.stringify(value.options);
  return options === '{}' ? value.type : `${value.type} ${options}`;
}

const isComponent = (value: unknown): value is { type: string; options: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'options' in value;

/** A sentence where the runs vary further factors, over which the cells average. */
export function averagedFactors(runs: readonly RunRecord[], shown: readonly string[]): string[] {
  const others = new Set(runs.flatMap((run) => Object.keys(factorsOf(run))).filter((name) => !shown.includes(name)));
  const varied = [...others].filter((name) => name !== 'seed' && factorValues(runs, name).length > 1);
  return varied.length === 0 ? [] : [`Cells average over ${varied.join(', ')}, which the grid varies too.`];
}
