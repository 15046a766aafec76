import type { RunRecord } from '../run-record';
import type { NumberFormat } from './number-format';

/**
 * One comparison that a question, a claim or a table decides by: on the seeds that both variants have, the improvement
 * (the difference treatment − baseline, towards `better`) lies above `above`, and below `below` where it is given.
 */
export interface Statement {
  readonly treatment: string;
  readonly baseline: string;
  /** Of the score, in words. */
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly format: NumberFormat;
  /** In the unit of the score; negative: may be worse by that much. */
  readonly above: number;
  readonly below?: number;
  /** An improvement that is too small to matter: where a larger one is excluded, the statement is refuted. */
  readonly margin?: number | undefined;
  /** Share of false findings of its test, both ways together: .05, or .1 where only one way can be found, at .05. */
  readonly level: number;
  /** The score of a run; undefined where it has none. */
  readonly valueIn: (record: RunRecord) => number | undefined;
}

/**
 * By which seeds a verdict is reached: those that the experiment names, or as many as its questions needed (`alignclip
 * ablate --until decided`), for which verdicts come from a test that stays valid however often it is looked at.
 */
export type SeedsRule = 'named' | 'until-decided';
