import { contentHash, type Json, pairOf, type RunRecord } from '@alignclip/core';
import { formatRecord } from '@alignclip/experiment';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pointsOf, secondsOf } from './run-tables';

/**
 * The files of MLflow's file store, by their paths below its folder: an experiment each, in it a run per record with its
 * options as parameters and its curves (`train/…`) and scores (`scores/…`) as metrics, and the record as an artifact. `folder`: where they will lie.
 */
export function mlflowFiles(records: readonly RunRecord[], folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const run of records) {
    const experiment = experimentId(run);
    if (!files.has(`${experiment}/meta.yaml`)) files.set(`${experiment}/meta.yaml`, experimentMeta(run, folder));
    for (const [path, text] of runFiles(run, join(folder, experiment))) files.set(`${experiment}/${path}`, text);
  }
  return files;
}

/** MLflow's ids are numbers. */
const experimentId = ({ experiment }: RunRecord): string =>
  BigInt(`0x${contentHash(experiment).slice(0, 14)}`).toString();

const runId = ({ key }: RunRecord): string => key.slice(0, 32);

/** In milliseconds since 1970; 0 where the record has no date. */
const startOf = ({ startedAt }: RunRecord): number => Date.parse(startedAt) || 0;
const endOf = (run: RunRecord): number => startOf(run) + Math.round(secondsOf(run) * 1000);

const experimentMeta = (run: RunRecord, folder: string): string =>
  yamlOf({
    artifact_location: pathToFileURL(join(folder, experimentId(run))).href,
    creation_time: startOf(run),
    experiment_id: experimentId(run),
    last_update_time: startOf(run),
    lifecycle_stage: 'active',
    name: run.experiment,
  });

const sourceLocal = 4;
const statusFinished = 3;

function runFiles(run: RunRecord, folder: string): Map<string, string> {
  const name = `${run.variant} seed ${pairOf(run)}`;
  const meta = yamlOf({
    artifact_uri: pathToFileURL(join(folder, runId(run), 'artifacts')).href,
    end_time: endOf(run),
    entry_point_name: '',
    experiment_id: experimentId(run),
    lifecycle_stage: 'active',
    run_id: runId(run),
    run_name: name,
    source_name: '',
    source_type: sourceLocal,
    source_version: '',
    start_time: startOf(run),
    status: statusFinished,
    tags: [],
    user_id: '',
  });
  const tags = {
    'mlflow.runName': name,
    'mlflow.source.git.commit': run.provenance.git,
    'alignclip.key': run.key,
    'alignclip.host': run.provenance.host,
  };
  const files = [
    ['meta.yaml', meta],
    ['artifacts/record.json', formatRecord(run)],
    ...Object.entries(tags).map(([tag, value]) => [`tags/${tag}`, value]),
    ...fileNames(parametersOf(run), 'params'),
    ...fileNames(metricsOf(run), 'metrics'),
  ] as const;
  return new Map(files.map(([path, text]) => [`${runId(run)}/${path}`, text]));
}

/** Variant, seed and profile; each slot's type, or types by number; and every option in JSON, text as it is. */
function parametersOf(run: RunRecord): [string, string][] {
  const { variant, seed, profile } = run;
  const specs = Object.entries(run.config).flatMap(([slot, filled]) =>
    Array.isArray(filled) ? filled.map((spec, i) => [`${slot}.${i}`, spec] as const) : [[slot, filled] as const],
  );
  return [
    ...Object.entries({ variant, seed, profile }).map(([name, value]): [string, string] => [name, valueText(value)]),
    ...specs.flatMap(([place, { type, options }]): [string, string][] => [
      [place, type],
      ...Object.entries(options).map(([name, value]): [string, string] => [`${place}.${name}`, valueText(value)]),
    ]),
  ];
}

/** A parameter is one line. */
const valueText = (value: Json): string =>
  typeof value === 'string' && /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/.test(value)
    ? value
    : JSON.stringify(value);

/** A line per value: time, value, step. A record doesn't say when a point was measured: all have the run's end. */
function metricsOf(run: RunRecord): [string, string][] {
  const time = endOf(run);
  const lines = new Map<string, string>();
  for (const { name, folder, step, value } of pointsOf(run)) {
    const metric = folder === '' ? `train/${name}` : name;
    lines.set(metric, `${lines.get(metric) ?? ''}${time} ${value} ${BigInt(Math.round(step))}\n`);
  }
  for (const [name, value] of Object.entries(run.scores)) lines.set(`scores/${name}`, `${time} ${value} 0\n`);
  return [...lines];
}

/**
 * The files of values, in a folder, by names that MLflow takes: letters, digits, `_ - . /` and spaces, `_at_` for `@`. A
 * name that is also the folder of another one is its `value`; one that is taken already gets a number.
 */
function fileNames(values: readonly (readonly [string, string])[], folder: string): [string, string][] {
  const plain = values.map(([name]) => name.split('/').map(segment).join('/'));
  const taken = new Set<string>();
  return values.map(([, text], i) => {
    const isFolder = plain.some((other) => other.startsWith(`${plain[i]!}/`));
    const wanted = isFolder ? `${plain[i]!}/value` : plain[i]!;
    let name = wanted;
    for (let n = 2; taken.has(name) || (n > 2 && plain.includes(name)); n += 1) name = `${wanted}-${n}`;
    taken.add(name);
    return [`${folder}/${name}`, text];
  });
}

function segment(name: string): string {
  const plain = name.replaceAll('@', '_at_').replace(/[^\w.\- ]/g, '_');
  return /^\.*$/.test(plain) ? `_${plain.replaceAll('.', '_')}` : plain;
}

/** A line per field, its value in JSON, which YAML reads too but for some control characters. */
const yamlOf = (fields: Readonly<Record<string, Json>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${yamlText(value)}\n`)
    .join('');

const yamlText = (value: Json): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
