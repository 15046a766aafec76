import type { RunRecord } from '@alignclip/core';
import { factorsOf } from '../records/factors-of';

/** The different values of a factor: numbers in their order, before all else in the order of the runs. */
export function factorValues(runs: readonly RunRecord[], factor: string): unknown[] {
  const values = new Map(runs.map((run) => [valueText(factorsOf(run)[factor]), factorsOf(run)[factor]]));
  const [numbers, others] = [[...values.values()].filter(isNumber), [...values.values()].filter((v) => !isNumber(v))];
  return [...numbers.sort((a, b) => a - b), ...others];
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** `0.25`, `sbert`, `cosine {"warmUp":50}`: a value of an option, or a whole component. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isComponent(value)) return JSON.stringify(value) ?? 'none';
  const options = JSON.stringify(value.options);
  return options === '{}' ? value.type : `${value.type} ${options}`;
}

const isComponent = (value: unknown): value is { type: string; options: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'options' in value;
