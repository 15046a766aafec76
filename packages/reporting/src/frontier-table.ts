import {
  defineComponent,
  type RunRecord,
  Table,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '@alignclip/core';
import { z } from 'zod';
import { rowMarks } from './fairness/map-marks';
import { checkFairness } from './fairness/fairness';
import { guardNotes } from './fairness/guard-notes';
import { frontierText, gainCell, verdictWords } from './frontier/frontier-text';
import { type Frontier, judgeFrontier, type JudgedRemedy } from './frontier/judge-frontier';
import { type FrontierOptions, frontierOptions, remediesOption } from './frontier/options';
import { fairness, formatOf, titleOption } from './options';
import { cellOf, runsByVariant, scoreCell, type VariantRuns } from './records';
import { formatNumber } from './rendering/text';

const options = z.strictObject({
  title: titleOption.default('Is it more than temperature?').describe('title above the table'),
  ...frontierOptions,
  remedies: remediesOption,
  ...fairness,
});
type Options = z.output<typeof options>;

/** Remedies against what fixed temperatures attain at a gap no larger: gain, interval, correction and verdict. */
export const frontierTable = defineComponent(Table)({
  type: 'frontier-table',
  options,
  create: (given) => ({ title: given.title, render: (records) => render(given, records) }),
});

function render(given: Options, records: readonly RunRecord[]) {
  const frontier = judgeFrontier(records, given);
  const variants = runsByVariant(records);
  const runsOf = (name: string) => variants.find(({ variant }) => variant === name)!;
  const { cells, remedies } = frontier;
  const shown = [...cells, ...remedies].map(({ variant }) => runsOf(variant));
  const studied = [...given.studied, 'temperature.value'];
  const { unfair, notes } = checkFairness(shown, { ...given, baseline: cells[0]?.variant, studied });
  const rowOf = (row: VariantRuns, own: readonly (TableCell | undefined)[], temperature?: number): TableRow => {
    const measured = [given.gap, given.task].map(({ score }) => scoreCell(row.runs, score));
    const first = temperature === undefined ? undefined : { mean: temperature, seeds: row.runs.length };
    return { name: row.variant, cells: [first, ...measured, ...own], ...rowMarks(row, unfair.get(row.variant)) };
  };
  const nothing = guardColumns(given).map(() => undefined);
  return {
    title: given.title,
    columns: columnsOf(given),
    rows: [
      ...cells.map((cell) => rowOf(cell, nothing, cell.temperature)),
      ...remedies.map((remedy) => rowOf(runsOf(remedy.variant), guardCells(remedy, given))),
    ],
    notes:
      variants.length === 0
        ? ['There are no finished runs yet.']
        : [...frontierNotes(frontier, given), ...notes, ...guardNotes(shown)],
  };
}

const column = (title: string, change: Partial<TableColumn>): TableColumn => ({
  title,
  better: 'neither',
  percent: false,
  digits: 3,
  ...change,
});

const columnsOf = (given: Options): TableColumn[] => [
  column('τ', { empty: 'not fixed' }),
  ...[given.gap, given.task].map((score) => column(score.name, { better: score.better, ...formatOf(score) })),
  ...guardColumns(given),
];

function guardColumns({ gap, task }: FrontierOptions): TableColumn[] {
  const [group, format] = ['at a gap no larger', formatOf(task)];
  return [
    column('fixed τ', { group, ...format }),
    column('gain', { group, ...format }),
    column('95 % t', { group, ...format, shows: 'interval' }),
    column('Holm p', { group, shows: 'p-value' }),
    column('gap closed', { group: 'at a score no worse', ...formatOf(gap) }),
    column('verdict', { shows: 'text', empty: 'null' }),
  ];
}

function guardCells(remedy: JudgedRemedy, { gap }: FrontierOptions): (TableCell | undefined)[] {
  const { nullScores, savedGaps, test, verdict, seeds } = remedy;
  const count = Math.max(1, seeds.length);
  const gain = gainCell(remedy);
  const closed = cellOf(savedGaps);
  const rank = { off: 1, unknown: 0, on: -1 }[verdict];
  return [
    cellOf(nullScores),
    gain,
    gain?.interval && { mean: gain.mean, seeds: count, interval: gain.interval },
    test && { mean: test.adjusted, seeds: count },
    closed && { ...closed, format: formatOf(gap) },
    { mean: rank, seeds: count, text: verdictWords[verdict] },
  ];
}

function frontierNotes({ cells, remedies, tests, notes }: Frontier, given: FrontierOptions): string[] {
  const reach =
    'Between two neighbouring temperatures the curve of each seed is straight, and outside of them unknown.';
  const method = `A gain is the score less the best that a fixed temperature attains on the same seed at a gap no larger, less what the bend of the curve may hide between temperatures.`;
  const rule = `Off the frontier: Holm p ≤ .05 over ${tests} ${tests === 1 ? 'remedy' : 'remedies'}; on it: gains above ${formatNumber(given.margin, formatOf(given.task))} are excluded.`;
  const hidden = remedies.filter(({ allowance }) => allowance > 0);
  const allowances = hidden.map(
    ({ variant, allowance }) => `${variant} ${formatNumber(allowance, formatOf(given.task))}`,
  );
  const left = remedies.filter((one) => one.left.length > 0 && one.seeds.length > 0);
  return [
    ...(cells.length === 0 ? [] : [`${reach} ${method} ${rule}`]),
    ...notes,
    ...(allowances.length === 0 ? [] : [`The bend may hide: ${allowances.join(', ')}.`]),
    ...left.map(
      ({ variant, left }) =>
        `${variant} is judged without seeds ${left.join(', ')}, which lack a score of it or of the null.`,
    ),
    ...remedies.map((remedy) => `${frontierText(remedy, given, tests)}.`),
  ];
}
