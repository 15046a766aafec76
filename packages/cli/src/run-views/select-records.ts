import { UserError, type RunRecord } from '@alignclip/core';
import { findRecord, readRecords } from '@alignclip/experiment';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface SelectedRecords {
  readonly records: RunRecord[];
  readonly problems: string[];
}

/** The records that references name: all of an experiment, by its name below `runs` or its folder, or single ones. */
export function selectRecords(references: readonly string[], runs: string): SelectedRecords {
  const found = references.map((reference) => recordsOf(reference, runs));
  const byKey = new Map(found.flatMap(({ records }) => records).map((record) => [record.key, record]));
  const problems = found.flatMap((one) => one.problems);
  if (byKey.size === 0) throw new UserError(`no record can be read${problems.map((line) => `\n${line}`).join('')}`);
  return { records: [...byKey.values()], problems };
}

function recordsOf(reference: string, runs: string): SelectedRecords {
  if (reference.includes('\0')) throw new UserError(`run ${JSON.stringify(reference)}: not a path`);
  const places = [join(reference, 'records'), join(runs, reference, 'records'), reference];
  const folder = places.find((place) => existsSync(place) && statSync(place).isDirectory());
  return folder === undefined ? { records: [findRecord(reference, runs).record], problems: [] } : readRecords(folder);
}
