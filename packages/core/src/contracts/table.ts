import type { RunRecord } from '../run-record';
import type { Interval } from './evaluator';
import { slot } from '../token';
import type { NumberFormat } from './number-format';
import type { SeedsRule, Statement } from './statement';

/** One value with its spread, ready to be formatted. */
export interface TableCell {
  /** NaN where the score was measured and is undefined, such as a correlation of constants. */
  readonly mean: number;
  /** Sample standard deviation over seeds (divisor n − 1); absent for a single seed. */
  readonly sd?: number;
  readonly seeds: number;
  /** 95 % t interval over seeds; absent for a single seed. */
  readonly interval?: Interval;
  /** The best of its column, to the digits that are shown. */
  readonly best?: boolean;
  /** Comparison with the table's baseline; absent without a baseline, and in its own row. */
  readonly comparison?: CellComparison;
  /** What a column that shows texts shows; `mean` then orders the cells. */
  readonly text?: string;
  /** Only if the cell is formatted differently from its column. */
  readonly format?: NumberFormat;
}

/** A cell compared with the baseline's cell in the same column, on the seeds that both have. */
export interface CellComparison {
  /** Pairs, at least 2. */
  readonly seeds: number;
  /** Mean of cell − baseline. */
  readonly difference: number;
  /** 95 % t interval of the difference. */
  readonly interval?: Interval;
  /** Two-sided paired permutation test. */
  readonly pValue: number;
  /** The same, Holm-corrected over all tests of the table. */
  readonly adjusted: number;
  /** Cohen's d_z. */
  readonly effectSize?: number;
  /** The adjusted p is at most .05. */
  readonly significant: boolean;
}

export interface TableColumn extends NumberFormat {
  readonly title: string;
  /** A heading over the neighbouring columns that name the same one. */
  readonly group?: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** What a cell shows; default: mean ± sd. */
  readonly shows?: 'mean' | 'interval' | 'p-value' | 'text';
  /** What an empty cell shows; default: a dash. */
  readonly empty?: string;
}

export interface TableRow {
  readonly name: string;
  /** One per column; undefined if nothing was measured. */
  readonly cells: readonly (TableCell | undefined)[];
  /** What differs from the baseline row in addition to what is studied; absent if the comparison is fair. */
  readonly unfair?: readonly string[];
  /** Maps for which what happens to an item depends on the others that are scored; absent where there are none. */
  readonly transductive?: readonly string[];
}

/** A table without a format: renderers turn it into terminal text, Markdown, … */
export interface TableModel {
  readonly title: string;
  /** Heading of the rows' names; default `variant`. */
  readonly rowTitle?: string;
  /** The row that the others are tested against. */
  readonly baseline?: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Sentences that belong under the table. */
  readonly notes: readonly string[];
}

/** A pure function of run records; rows are variants in the order of their first record. */
export interface Table {
  readonly title: string;
  render(records: readonly RunRecord[]): TableModel;
  /** What it tests, in the order of its cells; absent or empty where it tests nothing. */
  statements?(records: readonly RunRecord[]): readonly Statement[];
}

export const Table = slot<Table>()('tables', { many: true });

/** `none`: the compared runs are too short to answer anything, as those of a smoke profile are. */
export type Verdict = 'yes' | 'no' | 'undecided' | 'none';

export interface Answer {
  readonly verdict: Verdict;
  /**
   * Plain English that claims no more than the records show, each line short: the question and its verdict; the effect
   * with its interval and number of seeds; what it costs downstream; what limits it. Lines with nothing to say are left out.
   */
  readonly lines: readonly string[];
  /** What differs between the two in addition to what is studied; absent if the comparison is fair. */
  readonly unfair?: readonly string[];
}

/** A research question answered from run records by comparing two variants on the same seeds. */
export interface Question {
  readonly question: string;
  answer(records: readonly RunRecord[], seeds?: SeedsRule): Answer;
  /** What decides it; absent where that can't be said as a comparison of two variants. */
  readonly statements?: readonly Statement[];
}

export const Question = slot<Question>()('questions', { many: true });
