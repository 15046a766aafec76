import type { TableCell, TableColumn, TableRow } from '@alignclip/core';
import { formatOf, type ScoreColumn } from '../options';
import { publishedFigures, publishedScale, publishedSource, type PublishedFigure } from '../published-figures';

interface ColumnsAndRows {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

type Published = NonNullable<ScoreColumn['published']>;

/**
 * Adds the paper's figure after each column that names one (`published`), and ours − paper where one is available. For a
 * range the nearer end counts, and within it the difference is 0. Notes explain what the paper's figures measure.
 */
export function withPublished(
  scores: readonly ScoreColumn[],
  { columns, rows }: ColumnsAndRows,
): ColumnsAndRows & { readonly notes: readonly string[] } {
  const added = scores.map(({ published, ...score }) => (published ? addedColumns(score, published) : []));
  return {
    columns: columns.flatMap((column, i) => [column, ...added[i]!.map((extra) => extra.column)]),
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.flatMap((cell, i) => [cell, ...added[i]!.map(({ cellOf }) => cellOf(row.name, cell))]),
    })),
    notes: notesOf(scores),
  };
}

interface AddedColumn {
  readonly column: TableColumn;
  readonly cellOf: (variant: string, ours: TableCell | undefined) => TableCell | undefined;
}

function addedColumns(score: ScoreColumn, wanted: Published): AddedColumn[] {
  const figures = publishedFigures.filter(({ measure, data }) => measure === wanted.measure && data === wanted.data);
  const of = (variant: string) => figures.find((figure) => figure.variant === variant)?.value;
  const shared = {
    better: 'neither' as const,
    ...(score.group === undefined ? {} : { group: score.group }),
    ...formatOf(score),
  };
  const isRange = figures.some(({ value }) => typeof value !== 'number');
  const paper: AddedColumn = {
    column: {
      ...shared,
      title: score.group === undefined ? `paper, ${score.title}` : 'paper',
      empty: 'not available',
      ...(isRange ? { shows: 'interval', digits: 2 } : {}),
    },
    cellOf: (variant) => publishedCell(of(variant)),
  };
  const difference: AddedColumn = {
    column: { ...shared, title: 'ours − paper' },
    cellOf: (variant, ours) => differenceCell(ours, of(variant)),
  };
  return figures.length === 0 ? [paper] : [paper, difference];
}

function publishedCell(value: PublishedFigure['value'] | undefined): TableCell | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return { mean: value, seeds: 1 };
  return { mean: (value[0] + value[1]) / 2, seeds: 1, interval: value };
}

function differenceCell(
  ours: TableCell | undefined,
  value: PublishedFigure['value'] | undefined,
): TableCell | undefined {
  if (ours === undefined || Number.isNaN(ours.mean) || value === undefined) return undefined;
  const [low, high] = typeof value === 'number' ? [value, value] : value;
  const nearest = Math.min(Math.max(ours.mean, low), high);
  return { mean: ours.mean - nearest, seeds: ours.seeds };
}

function notesOf(scores: readonly ScoreColumn[]): string[] {
  const lines = scores.flatMap(({ published, group, title }) =>
    published ? [`${group === undefined ? title : `${group} ${title}`} next to the paper’s ${published.data}`] : [],
  );
  if (lines.length === 0) return [];
  return [
    `Paper: ${publishedSource}, ${publishedScale}. It uses other data and another scale, so compare the order of the variants, not the values: ${lines.join('; ')}.`,
  ];
}
