import type { RunRecord } from '../run-record';
import { slot } from '../token';

/** One figure with its spread, ready to be formatted. */
export interface Cell {
  readonly mean: number;
  /** Standard deviation over seeds (n − 1 below the line); absent for a single seed. */
  readonly sd?: number;
  readonly seeds: number;
  /** The best of its column, to the digits that are shown. */
  readonly best?: boolean;
}

export interface TableColumn {
  readonly title: string;
  /** A heading over the neighbouring columns that name the same one. */
  readonly group?: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Cells hold fractions and are shown times 100. */
  readonly percent: boolean;
  /** Decimals shown. */
  readonly digits: number;
}

export interface TableRow {
  readonly name: string;
  /** One for each column; undefined where nothing was measured. */
  readonly cells: readonly (Cell | undefined)[];
}

/** A table without a format: renderers turn it into terminal text, Markdown, … */
export interface TableModel {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
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

export interface Answer {
  readonly verdict: Verdict;
  /** Plain English that claims no more than the records show. */
  readonly sentence: string;
}

/** A research question answered from run records by comparing two variants on the same seeds. */
export interface Question {
  readonly question: string;
  answer(records: readonly RunRecord[]): Answer;
}

export const Question = slot<Question>()('questions', { many: true });
