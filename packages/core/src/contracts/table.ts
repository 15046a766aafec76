import type { RunRecord } from '../run-record';

/** One figure with its spread, ready to be formatted. */
export interface Cell {
  readonly mean: number;
  /** Standard deviation over seeds; absent for a single seed. */
  readonly sd?: number;
  readonly seeds: number;
}

/** A table without a format: renderers turn it into terminal text, Markdown, … */
export interface TableModel {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (Cell | undefined)[] }[];
  /** Sentences that belong under the table. */
  readonly notes: readonly string[];
}

/** A pure function of run records. */
export interface Table {
  readonly title: string;
  render(records: readonly RunRecord[]): TableModel;
}
