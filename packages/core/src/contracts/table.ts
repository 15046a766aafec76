import type { RunRecord } from '../run-record';
import { slot } from '../token';

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

/** A pure function of run records; rows are variants in the order of their first record. */
export interface Table {
  readonly title: string;
  render(records: readonly RunRecord[]): TableModel;
}

export const Table = slot<Table>()('tables', { many: true });

export type Verdict = 'yes' | 'no' | 'undecided';

/** A research question answered from run records by comparing two variants on the same seeds. */
export interface Question {
  readonly question: string;
  /** A plain sentence that claims no more than the records show. */
  answer(records: readonly RunRecord[]): { readonly verdict: Verdict; readonly sentence: string };
}

export const Question = slot<Question>()('questions', { many: true });
