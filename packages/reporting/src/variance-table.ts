import {
  foldOf,
  defineComponent,
  type RunRecord,
  Table,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '@alignclip/core';
import { varianceComponents } from '@alignclip/metrics';
import { z } from 'zod';
import { markedName, markNotes } from './fairness/map-marks';
import { formatOf, scoreColumn, titleOption, type ScoreColumn } from './options';
import { runsByVariant, scoreOf, type VariantRuns } from './records';
import { scoreNotes } from './tables/table-of-scores';

/** How much of a score's variance is due to the data, to training, and to both together. */
export const varianceTable = defineComponent(Table)({
  type: 'variance-table',
  options: z.strictObject({
    title: titleOption.default('Where the variance comes from').describe('title above the table'),
    columns: z.array(scoreColumn).min(1).describe('scores; each has a row for each variant, and for its difference'),
    baseline: z.string().min(1).optional().describe('variant whose differences to the others are split too'),
  }),
  create: ({ title, columns: scores, baseline }) => ({
    title,
    render(records) {
      const variants = runsByVariant(records);
      const reference = variants.find(({ variant }) => variant === baseline);
      const rows = scores.flatMap((score) => rowsOf(score, variants, reference));
      const own = [...notes, ...scoreNotes(variants, scores), ...markNotes(variants)];
      return { title, rowTitle: 'score, variant', columns, rows, notes: own };
    },
  }),
});

const column = (title: string, change: Partial<TableColumn> = {}): TableColumn => ({
  ...{ title, better: 'neither', percent: false, digits: 3 },
  ...change,
});
const columns = [
  column('folds × seeds', { shows: 'text' }),
  column('sd'),
  ...['data', 'training', 'interaction'].map((title) =>
    column(title, { group: 'share of the variance', percent: true, digits: 0 }),
  ),
];
const notes = [
  'Variance components of folds × seeds, both random, from the pairs that all folds have: data is between folds, training between seeds, interaction what neither explains alone. Few folds or seeds tell them only roughly.',
];

function rowsOf(score: ScoreColumn, variants: readonly VariantRuns[], reference: VariantRuns | undefined): TableRow[] {
  const name = [score.group, score.title].filter(Boolean).join(' ');
  return variants.flatMap((row) => {
    const variant = markedName(row);
    const own = gridOf(row.runs, score);
    const base =
      reference === undefined || reference.variant === row.variant ? undefined : gridOf(reference.runs, score);
    return [
      { name: `${name}, ${variant}`, cells: cellsOf(own, score) },
      ...(base === undefined
        ? []
        : [{ name: `${name}, ${variant} − ${markedName(reference!)}`, cells: cellsOf(minus(own, base), score) }]),
    ];
  });
}

/** A value by fold and seed. */
type Grid = ReadonlyMap<number, ReadonlyMap<number, number>>;

function gridOf(runs: readonly RunRecord[], { score }: ScoreColumn): Grid {
  const grid = new Map<number, Map<number, number>>();
  for (const run of runs) {
    const [fold, value] = [foldOf(run), scoreOf(run, score)];
    if (fold === undefined || value === undefined) continue;
    grid.set(fold, (grid.get(fold) ?? new Map<number, number>()).set(run.seed, value));
  }
  return grid;
}

/** Of the folds and seeds that both have. */
const minus = (grid: Grid, base: Grid): Grid =>
  new Map(
    [...grid].flatMap(([fold, row]) => {
      const paired = [...row].flatMap(([seed, value]) => {
        const other = base.get(fold)?.get(seed);
        return other === undefined ? [] : [[seed, value - other] as const];
      });
      return paired.length === 0 ? [] : [[fold, new Map(paired)] as const];
    }),
  );

function cellsOf(grid: Grid, score: ScoreColumn): (TableCell | undefined)[] {
  const all = [...grid.values()];
  const seeds = [...(all[0]?.keys() ?? [])].filter((seed) => all.every((row) => row.has(seed)));
  const runs = all.length * seeds.length;
  const count = runs === 0 ? undefined : { mean: runs, seeds: runs, text: `${all.length} × ${seeds.length}` };
  if (all.length < 2 || seeds.length < 2) return [count, ...columns.slice(1).map(() => undefined)];
  const { data, training, interaction } = varianceComponents(all.map((row) => seeds.map((seed) => row.get(seed)!)));
  const total = data + training + interaction;
  const share = (part: number): TableCell | undefined =>
    total === 0 ? undefined : { mean: part / total, seeds: runs };
  return [
    count,
    { mean: Math.sqrt(total), seeds: runs, format: formatOf(score) },
    ...[data, training, interaction].map(share),
  ];
}
