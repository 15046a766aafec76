import { type JsonObject, nearestNames, type RunRecord, UserError } from '@alignclip/core';
import type { Chosen } from '../define/cells';
import type { Trial, TunePlan } from '../define/tune';

/** A trial, with its record if it is finished. */
export interface TriedCell {
  readonly variant: string;
  readonly record: RunRecord | undefined;
}

/** The best point of a grid: of equal ones the first. */
export function choice(
  variant: string,
  own: readonly Trial[],
  { by, seeds }: TunePlan,
  trials: readonly TriedCell[],
): Chosen | 'undecided' {
  const records = own.map(({ name }) => trials.filter((trial) => trial.variant === name).map(({ record }) => record));
  if (records.flat().includes(undefined)) return 'undecided';
  const values = records.map((ofPoint) => meanScore(ofPoint as RunRecord[], by.score));
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0)
    throw new UserError(`tune: no trial of "${variant}" has ${reasonOf(records.flat(), by.score)}`);
  const best = by.better === 'higher' ? Math.max(...known) : Math.min(...known);
  const score = [by.score].flat().join(' and ');
  const protocol = `grid, by ${score} (${by.better} is better), ${seeds.length > 1 ? 'mean of seeds' : 'seed'} ${seeds.join(', ')}`;
  return { trials: own.length, protocol, chosen: own[values.indexOf(best)]!.overrides as JsonObject };
}

/** Over seeds and keys; undefined where one of them is. */
function meanScore(records: readonly RunRecord[], score: string | readonly string[]): number | undefined {
  const values = records.flatMap(({ scores }) => [score].flat().map((key) => scores[key]));
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function reasonOf(records: readonly (RunRecord | undefined)[], score: string | readonly string[]): string {
  const missing = [score].flat().find((key) => records.some((record) => record?.scores[key] === undefined))!;
  const why = records.map((record) => record?.undefinedScores?.[missing]).find((reason) => reason !== undefined);
  if (why !== undefined) return `the score "${missing}": ${why}; choose by another one`;
  const near = nearestNames(missing, Object.keys(records[0]?.scores ?? {}));
  return `the score "${missing}"; ${near.length > 0 ? `did you mean "${near.join('" or "')}"?` : 'choose by another one'}`;
}
