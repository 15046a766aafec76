import { type Table, type TableColumn, type TableRow, nearestNames } from '@alignclip/core';
import { baselineTests, cellComparison, type BaselineTest, testNotes } from '../comparison/baseline-tests';
import { tableStatements } from '../comparison/statements';
import { checkFairness, type FairnessOptions } from '../fairness/fairness';
import { rowMarks } from '../fairness/map-marks';
import { tableColumn, type ScoreColumn } from '../options';
import { runsByVariant, scoreCell, type VariantRuns, reasonOf, scoreKeys, scoreKeysOf, scoreOf } from '../records';
import { formatNumber } from '../rendering/text';
import { withPublished } from './published-columns';

/**
 * A table with a row for each variant and a column for each score: mean ± standard deviation over the seeds, tested
 * against `baseline` where it is given, with the paper's figure next to it where the column names one. Rows that differ
 * in more than what is studied are marked.
 */
export const tableOfScores = (
  title: string,
  columns: readonly ScoreColumn[],
  comparison: FairnessOptions = {},
): Table => ({
  title,
  statements: (records) => tableStatements(records, columns, comparison.baseline),
  render(records) {
    const variants = runsByVariant(records);
    const { baseline } = comparison;
    const tests = baseline === undefined ? [] : baselineTests(variants, columns, baseline);
    const { unfair, notes } = checkFairness(variants, comparison);
    const tableColumns = columns.map(tableColumn);
    const rows = variants.map((row): TableRow => {
      const cells = cellsOf(row, columns, tests);
      return { name: row.variant, cells, ...rowMarks(row, unfair.get(row.variant)) };
    });
    const own = { columns: tableColumns, rows: markBest(rows, tableColumns), notes: [] };
    const shown = columns.some(({ published }) => published) ? withPublished(columns, own) : own;
    return {
      title,
      ...(baseline !== undefined && { baseline }),
      columns: shown.columns,
      rows: shown.rows,
      notes: [
        ...tableNotes(variants, columns),
        ...(baseline === undefined ? [] : testNotes(variants, tests, baseline)),
        ...notes,
        ...shown.notes,
      ],
    };
  },
});

const cellsOf = ({ variant, runs }: VariantRuns, columns: readonly ScoreColumn[], tests: readonly BaselineTest[]) =>
  columns.map(({ score }, column) => {
    const cell = scoreCell(runs, score);
    const test = tests.find((candidate) => candidate.variant === variant && candidate.column === column);
    return cell && test ? { ...cell, comparison: cellComparison(test) } : cell;
  });

/** Flags the best cells of each column. What looks equal is equal; a column whose cells are all equal has no best. */
function markBest(rows: readonly TableRow[], columns: readonly TableColumn[]): TableRow[] {
  const best = columns.map((column, i) => {
    const means = rows.flatMap(({ cells }) => cells[i]?.mean ?? []).filter(Number.isFinite);
    return bestText(means, column);
  });
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, i) =>
      cell !== undefined && best[i] === formatNumber(cell.mean, columns[i]!) ? { ...cell, best: true } : cell,
    ),
  }));
}

function bestText(means: readonly number[], column: TableColumn): string | undefined {
  const texts = new Set(means.map((mean) => formatNumber(mean, column)));
  if (column.better === 'neither' || texts.size < 2) return undefined;
  return formatNumber(column.better === 'higher' ? Math.max(...means) : Math.min(...means), column);
}

/** What a reader must know before believing the table: seeds, missing scores, mixed profiles. */
export function tableNotes(variants: readonly VariantRuns[], columns: readonly ScoreColumn[]): string[] {
  if (variants.length === 0) return ['There are no finished runs yet.'];
  return [seedNote(variants), ...scoreNotes(variants, columns)];
}

type TitledScore = Pick<ScoreColumn, 'title' | 'group' | 'score'>;

/** Scores that no run has, those that some lack or have no value of, and mixed profiles. */
export function scoreNotes(variants: readonly VariantRuns[], columns: readonly TitledScore[]): string[] {
  if (variants.length === 0) return [];
  const known = new Set(variants.flatMap(({ runs }) => runs.flatMap(scoreKeysOf)));
  const isKnown = ({ score }: TitledScore) => scoreKeys(score).every((key) => known.has(key));
  return [
    ...unknownScores(columns, known),
    ...columns.filter(isKnown).flatMap((column) => missingScores(column, variants)),
    ...mixedProfiles(variants),
  ];
}

function seedNote(variants: readonly VariantRuns[]): string {
  const seeds = variants.map(({ runs }) => runs.map(({ seed }) => seed).join(', '));
  if (new Set(seeds).size > 1) {
    return `Rows have different seeds (${variants.map(({ variant }, i) => `${variant}: ${seeds[i]}`).join('; ')}): mean ± standard deviation over the seeds of each row.`;
  }
  const n = variants[0]!.runs.length;
  return n === 1 ? `n = 1 seed: the spread is unknown.` : `Mean ± standard deviation over n = ${n} seeds.`;
}

/** Scores that no run has: a misspelt key, or an evaluator that was left out. */
function unknownScores(columns: readonly TitledScore[], known: ReadonlySet<string>): string[] {
  const unknown = [...new Set(columns.flatMap(({ score }) => scoreKeys(score)))].filter((key) => !known.has(key));
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, 3).map((key) => {
    const [near] = nearestNames(key, [...known], 1);
    return near === undefined ? key : `${key} (the nearest is ${near})`;
  });
  const more = unknown.length > named.length ? ` and ${unknown.length - named.length} more` : '';
  return [`No run has the score ${named.join(', ')}${more}.`];
}

/** Where a score that some run has, or has no value for, is absent: a note for each reason. */
function missingScores({ title, group, score }: TitledScore, variants: readonly VariantRuns[]): string[] {
  const name = group === undefined ? title : `${group} ${title}`;
  const absent = variants.flatMap(({ runs }) => runs.filter((run) => scoreOf(run, score) === undefined));
  return [...new Set(absent.map((run) => reasonOf(run, score)))].map((reason) => {
    const rows = variants.flatMap(({ variant, runs }) => {
      const own = runs.filter((run) => absent.includes(run) && reasonOf(run, score) === reason);
      const seeds = own.map(({ seed }) => seed);
      return seeds.length === 0 ? [] : [lacking(variant, seeds, runs.length)];
    });
    return reason === undefined
      ? `${name} is missing for ${rows.join('; ')}.`
      : `${name} is undefined for ${rows.join('; ')}: ${reason}.`;
  });
}

const lacking = (variant: string, seeds: readonly number[], runs: number): string =>
  seeds.length === runs ? variant : `${variant}, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;

function mixedProfiles(variants: readonly VariantRuns[]): string[] {
  const names = new Set(variants.flatMap(({ runs }) => runs.map(({ profile }) => profile)));
  return names.size < 2 ? [] : [`The table mixes runs of different profiles: ${[...names].sort().join(', ')}.`];
}
