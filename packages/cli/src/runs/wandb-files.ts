import { type Json, pairOf, type RunRecord } from '@alignclip/core';
import { formatRecord } from '@alignclip/experiment';
import { wandbRunFile } from '@alignclip/formats';
import { pointsOf, secondsOf } from './run-tables';

/**
 * A folder of Weights & Biases per record, as it writes one without a connection, by paths: the experiment is the project,
 * the variant the group. Curves (`train/…`) are its history, scores (`scores/…`) and the last values its summary.
 */
export const wandbFiles = (records: readonly RunRecord[]): Map<string, string | Uint8Array> =>
  new Map(
    records.flatMap((run): [string, string | Uint8Array][] => {
      const folder = `wandb/offline-run-${timeOf(run)}-${idOf(run)}`;
      return [
        [`${folder}/run-${idOf(run)}.wandb`, wandbRunFile(runOf(run))],
        [`${folder}/files/record.json`, formatRecord(run)],
      ];
    }),
  );

const idOf = ({ key }: RunRecord): string => key.slice(0, 32);

/** In milliseconds since 1970; 0 where the record has no date. */
const startOf = ({ startedAt }: RunRecord): number => Date.parse(startedAt) || 0;

/** 20260131_235959, in UTC */
const timeOf = (run: RunRecord): string =>
  new Date(startOf(run)).toISOString().slice(0, 19).replace('T', '_').replace(/[-:]/g, '');

function runOf(run: RunRecord) {
  const { experiment, variant, provenance, scores } = run;
  const history = historyOf(run);
  const last = Object.fromEntries(history.flatMap(({ values }) => Object.entries(values)));
  const found = Object.fromEntries(Object.entries(scores).map(([name, value]) => [`scores/${name}`, value]));
  return {
    ...{ id: idOf(run), project: projectName(experiment), name: `${variant} seed ${pairOf(run)}`, group: variant },
    ...{ host: provenance.host, start: startOf(run), seconds: secondsOf(run), config: configOf(run), history },
    summary: { ...last, ...found },
  };
}

/** A name that wandb takes: at most 128 characters, without those that stand in addresses. */
const projectName = (experiment: string): string => experiment.replace(/[^\w.-]/g, '_').slice(0, 128);

/** A row for each step that has a value, in their order. */
function historyOf(run: RunRecord) {
  const rows = new Map<number, Record<string, number>>();
  for (const { name, folder, step, value } of pointsOf(run)) {
    const values = rows.get(step) ?? {};
    values[folder === '' ? `train/${name}` : name] = value;
    rows.set(step, values);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([step, values]) => ({ step: Math.round(step), values }));
}

/** What tells runs apart, and each slot's component; those of a list by number, so that wandb has a column for each option. */
function configOf(run: RunRecord): Record<string, Json> {
  const { experiment, variant, seed, profile, key, factors, tuning, provenance } = run;
  const slots = Object.entries(run.config).map(([slot, filled]): [string, Json] => [
    slot,
    Array.isArray(filled)
      ? Object.fromEntries(filled.map((spec, i) => [String(i), componentOf(spec)]))
      : componentOf(filled),
  ]);
  return {
    ...Object.fromEntries(slots),
    ...{ experiment, variant, seed, profile, key, commit: provenance.git },
    ...(factors && { factors }),
    ...(tuning && { tuning: tuning as Json }),
  };
}

const componentOf = ({
  type,
  options,
}: {
  readonly type: string;
  readonly options: Readonly<Record<string, Json>>;
}): Json => ({
  type,
  options,
});
