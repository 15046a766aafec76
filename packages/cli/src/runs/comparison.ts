import { contentHash, counted, pairOf, UserError, type RunRecord } from '@alignclip/core';
import { findRecord, readRecords } from '@alignclip/experiment';
import { formatNumber, rowName, tableOfScores, configDifferences, provenanceDifferences } from '@alignclip/reporting';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { aligned } from './lines';

/** The output of `runs compare`: one line per score, mean ± sd over the seeds of each variant. */
export function compareLines(records: readonly RunRecord[], wanted: readonly string[] = []): string[] {
  const runs = labelled(records);
  const known = [...new Set(runs.flatMap(({ scores }) => Object.keys(scores)))];
  const keys = wanted.length === 0 ? known : known.filter((key) => wanted.some((part) => key.includes(part)));
  if (keys.length === 0)
    throw new UserError(`--score ${wanted.join(' ')}: no score name contains it; known scores: ${known.join(', ')}`);
  const columns = keys.map((score) => ({ title: score, score, percent: false, better: 'neither' as const, digits: 4 }));
  const { rows, notes } = tableOfScores('comparison', columns).render(runs);
  const lines = keys.map((key, i) => [key, ...rows.map(({ cells }) => cellText(cells[i]))]);
  const seeds = rows.map(({ name }) => {
    const count = new Set(runs.filter(({ variant }) => variant === name).map(({ seed }) => seed)).size;
    return counted(count, 'seed');
  });
  return [...aligned([['', ...rows.map(rowName)], ['', ...seeds], ...lines]), ...notes];
}

interface Spread {
  readonly mean: number;
  readonly sd?: number;
}

function cellText(cell: Spread | undefined): string {
  if (cell === undefined) return '–';
  const text = (value: number) => formatNumber(value, { percent: false, digits: 4 });
  return cell.sd === undefined || !Number.isFinite(cell.sd) ? text(cell.mean) : `${text(cell.mean)} ± ${text(cell.sd)}`;
}

/** The output of `runs diff`: how the second run differs from the first. */
export function diffLines(before: RunRecord, after: RunRecord): string[] {
  const { differences, unknown } = provenanceDifferences(before, after);
  const rows = [
    ...plainFields(before, after),
    ...configDifferences(before.config, after.config).map(({ path, before, after }) => [
      path,
      valueText(before),
      valueText(after),
    ]),
  ];
  return [
    ...aligned([['', nameOf(before), nameOf(after)], ...rows]),
    ...(rows.length === 0 ? ['same configuration'] : []),
    ...differences.map(({ kind, text }) => `${kind}: ${text}`),
    ...(unknown.length > 0 ? [`missing in the records: ${unknown.join(', ')}`] : []),
  ];
}

const nameOf = (run: RunRecord): string => `${run.experiment} · ${run.variant} · seed ${pairOf(run)}`;

const plainFields = (before: RunRecord, after: RunRecord): string[][] =>
  (['experiment', 'profile', 'seed'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => [field, String(before[field]), String(after[field])]);

const valueText = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** Names for a configuration, from short to unique. */
const names: readonly ((run: RunRecord) => string)[] = [
  ({ variant }) => variant,
  ({ variant, profile }) => `${variant} (${profile})`,
  ({ experiment, variant, profile }) => `${experiment}: ${variant} (${profile})`,
  (run) => `${run.experiment}: ${run.variant} (${run.profile}) #${setupOf(run).slice(0, 6)}`,
];

/** Hash of everything that determines a run, except the seed. */
const setupOf = ({ experiment, variant, profile, config, provenance: { code, data } }: RunRecord): string =>
  contentHash({ experiment, variant, profile, config, code, data });

/** The runs, with variants renamed so that each name means one configuration. */
function labelled(runs: readonly RunRecord[]): RunRecord[] {
  const setups = new Map(runs.map((run) => [setupOf(run), run]));
  const name = names.find((of) => new Set([...setups.values()].map(of)).size === setups.size) ?? names.at(-1)!;
  return runs.map((run) => ({ ...run, variant: name(run) }));
}

interface SelectedRecords {
  readonly records: RunRecord[];
  readonly problems: string[];
}

/** The records of references: a single one, or all of an experiment (by its folder, or its name in `runs`). */
export function selectRecords(references: readonly string[], runs: string): SelectedRecords {
  const found = references.map((reference) => recordsOf(reference, runs));
  const byKey = new Map(found.flatMap(({ records }) => records).map((record) => [record.key, record]));
  const problems = found.flatMap((one) => one.problems);
  if (byKey.size === 0) throw new UserError(`no readable record${problems.map((line) => `\n${line}`).join('')}`);
  return { records: [...byKey.values()], problems };
}

function recordsOf(reference: string, runs: string): SelectedRecords {
  if (reference.includes('\0')) throw new UserError(`run ${JSON.stringify(reference)}: not a path`);
  const places = [join(reference, 'records'), join(runs, reference, 'records'), reference];
  const folder = places.find((place) => existsSync(place) && statSync(place).isDirectory());
  return folder === undefined ? { records: [findRecord(reference, runs).record], problems: [] } : readRecords(folder);
}
