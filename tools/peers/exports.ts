import type { Json, RunRecord } from '@alignclip/core';
import { readRecords } from '@alignclip/experiment';
import { isDeepStrictEqual } from 'node:util';
import { join, resolve } from 'node:path';
import type { Counts, Peer } from './peer';
import { run } from './peer-python';

type Row = Readonly<Record<string, Json>>;
type Tables = Readonly<Record<string, readonly Row[]>>;

interface Read {
  readonly runs: Tables;
  readonly curves: Tables;
  readonly mlflow: readonly {
    readonly key: string;
    readonly project: string;
    readonly params: Readonly<Record<string, string>>;
    readonly metrics: Readonly<Record<string, Json>>;
  }[];
  readonly wandb: readonly {
    readonly id: string;
    readonly project: string;
    readonly config: Row;
    readonly history: readonly (readonly [step: number, values: Row])[];
    readonly summary: Row;
  }[];
}

const repository = resolve(__dirname, '../..');
const program = join(repository, 'packages/cli/bin/alignclip.cjs');

/** `runs export` of trained runs in every format, read by the programs that it is for. */
export const exported: Peer = {
  name: 'exports',
  packages: ['pandas==3.1.1', 'pyarrow==26.0.1', 'duckdb==2.0.1', 'mlflow-skinny==3.17.2', 'wandb==0.28.2'],
  run: async ({ folder, counts, python }) => {
    const runs = join(folder, 'runs');
    const alignclip = (...args: string[]) => run(process.execPath, program, ...args, '--runs', runs);
    alignclip('ablate', join(repository, 'tools/testing/small-sweep.ts'), '--profile', 'brief', '--processes', '1');
    for (const format of ['csv', 'jsonl', 'parquet', 'mlflow', 'wandb'])
      alignclip('runs', 'export', '--format', format, '--out', join(folder, format));
    process.env['MLFLOW_ALLOW_FILE_STORE'] = 'true';
    const { records } = readRecords(join(runs, 'small-sweep/records'));
    counts.check(records.length > 0, 'the sweep has records');
    const read = python(folder) as Read;
    for (const record of records) compare(record, read, counts);
  },
};

type Same = (what: string, theirs: unknown, ours: unknown) => void;

function compare(record: RunRecord, read: Read, counts: Counts): void {
  const { key } = record;
  const same: Same = (what, theirs, ours) =>
    counts.check(
      isDeepStrictEqual(theirs, ours),
      `${what}: here ${JSON.stringify(ours)}, there ${JSON.stringify(theirs)}`,
    );
  compareTables(record, read, same);
  const ofMlflow = read.mlflow.find((one) => one.key === key);
  const ofWandb = read.wandb.find(({ id }) => key.startsWith(id));
  counts.check(ofMlflow !== undefined && ofWandb !== undefined, `${key}: MLflow and wandb have the run`);
  if (ofMlflow) compareMlflow(record, ofMlflow, same);
  if (ofWandb) compareWandb(record, ofWandb, same);
}

function compareTables(record: RunRecord, read: Read, same: Same): void {
  const { key, experiment, variant, seed, scores } = record;
  for (const [kind, rows] of Object.entries(read.runs)) {
    const row = rows.find((one) => one['key'] === key) ?? {};
    same(`${kind} run`, [row['experiment'], row['variant'], row['seed']], [experiment, variant, seed]);
    for (const [name, value] of Object.entries(scores)) same(`${kind} ${name}`, row[`scores/${name}`], value);
  }
  for (const [kind, rows] of Object.entries(read.curves))
    for (const [curve, points] of curvesOf(record)) {
      const own = rows.filter((row) => row['key'] === key && row['curve'] === curve);
      same(
        `${kind} ${curve}`,
        own.map(({ step, value }) => [step, value]),
        points,
      );
    }
}

function compareMlflow(record: RunRecord, { project, params, metrics }: Read['mlflow'][number], same: Same): void {
  const { experiment, variant, seed, scores } = record;
  same('mlflow run', [project, params['variant'], params['seed']], [experiment, variant, String(seed)]);
  for (const [name, value] of Object.entries(scores))
    same(`mlflow ${name}`, metrics[`scores/${name.replaceAll('@', '_at_')}`], [[0, value]]);
  for (const [curve, points] of curvesOf(record)) same(`mlflow ${curve}`, metrics[`train/${curve}`], points);
  for (const [place, { type }] of specsOf(record)) same(`mlflow ${place.join('.')}`, params[place.join('.')], type);
}

function compareWandb(record: RunRecord, read: Read['wandb'][number], same: Same): void {
  const { key, experiment, variant, seed, scores } = record;
  const { project, config, history, summary } = read;
  const run = [project, config['key'], config['variant'], config['seed']];
  same('wandb run', run, [experiment, key, variant, seed]);
  for (const [name, value] of Object.entries(scores)) same(`wandb ${name}`, summary[`scores/${name}`], value);
  for (const [curve, points] of curvesOf(record))
    same(
      `wandb ${curve}`,
      history.map(([step, values]) => [step, values[`train/${curve}`]]),
      points,
    );
  for (const [[slot, index], { type, options }] of specsOf(record)) {
    const theirs = config[slot] as Row;
    same(`wandb ${slot} ${index ?? ''}`, index === undefined ? theirs : theirs[index], { type, options });
  }
}

/** Each component by its slot, and by its number in a list. */
const specsOf = ({ config }: RunRecord) =>
  Object.entries(config).flatMap(([slot, filled]) =>
    Array.isArray(filled)
      ? filled.map((spec, i) => [[slot, String(i)] as [string, string?], spec] as const)
      : [[[slot] as [string, string?], filled] as const],
  );

/** The curves of training, which has no probes here. */
const curvesOf = ({ curves }: RunRecord): (readonly [string, readonly number[][]])[] =>
  Object.entries(curves)
    .filter(([name]) => name !== 'step')
    .map(([name, values]) => [name, values.map((value, i) => [curves['step']![i]!, value])]);
