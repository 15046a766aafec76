import { foldOf, type RunRecord } from '@alignclip/core';
import { curveGroups } from '@alignclip/experiment';

type Cell = string | number | null;
type ColumnType = 'STRING' | 'INT64' | 'DOUBLE';

/** A table by columns, each of one type; null: missing or undefined. */
export interface DataTable {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Point {
  readonly name: string;
  /** Of the curve's name, up to the last `/` of where its steps are; '' for the curves of training. */
  readonly folder: string;
  readonly step: number;
  readonly value: number;
}

/** The points of every curve, one after the other. */
export const pointsOf = ({ curves }: RunRecord): Point[] =>
  [...curveGroups(curves)].flatMap(([folder, names]) =>
    names.flatMap((name) =>
      curves[`${folder}step`]!.flatMap((step, i) => {
        const value = curves[name]![i];
        return value === undefined ? [] : [{ name, folder, step, value }];
      }),
    ),
  );

/** In seconds, training and evaluation together. */
export const secondsOf = ({ seconds }: RunRecord): number => seconds.train + seconds.evaluate;

const runColumns: readonly (readonly [name: string, type: ColumnType, of: (run: RunRecord) => Cell])[] = [
  ['experiment', 'STRING', ({ experiment }) => experiment],
  ['variant', 'STRING', ({ variant }) => variant],
  ['seed', 'INT64', ({ seed }) => seed],
  ['fold', 'INT64', (run) => foldOf(run) ?? null],
  ['profile', 'STRING', ({ profile }) => profile],
  ['key', 'STRING', ({ key }) => key],
  ['commit', 'STRING', ({ provenance }) => provenance.git],
  ['status', 'STRING', () => 'finished'],
  ['started', 'STRING', ({ startedAt }) => startedAt],
  ['seconds', 'DOUBLE', secondsOf],
];

/** One row per run; a column `scores/…` per score that one of them has, null where a run has it not or undefined. */
export function runTable(records: readonly RunRecord[]): DataTable {
  const scores = [...new Set(records.flatMap((run) => Object.keys({ ...run.scores, ...run.undefinedScores })))];
  return {
    columns: [
      ...runColumns.map(([name, type]) => ({ name, type })),
      ...scores.map((score) => ({ name: `scores/${score}`, type: 'DOUBLE' as const })),
    ],
    rows: records.map((run) => [
      ...runColumns.map(([, , of]) => of(run)),
      ...scores.map((score) => (Object.hasOwn(run.scores, score) ? run.scores[score]! : null)),
    ]),
  };
}

/** One row per point of a curve; `key` is that of the run's row. */
export const curveTable = (records: readonly RunRecord[]): DataTable => ({
  columns: [
    { name: 'key', type: 'STRING' },
    { name: 'curve', type: 'STRING' },
    { name: 'step', type: 'DOUBLE' },
    { name: 'value', type: 'DOUBLE' },
  ],
  rows: records.flatMap((run) => pointsOf(run).map(({ name, step, value }) => [run.key, name, step, value])),
});
