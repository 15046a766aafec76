import type { Answer, FigureModel, Judgement, RunRecord, TableModel } from '@alignclip/core';
import type { Registry } from '@alignclip/experiment';

/** What a page tells: the records, and what was made of them. */
export interface Report {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Cells that are missing and files that are broken, a line each. */
  readonly gaps: readonly string[];
  readonly answers: readonly { readonly question: string; readonly answer: Answer }[];
  readonly tables: readonly TableModel[];
  readonly figures: readonly FigureModel[];
  readonly claims: readonly JudgedClaim[];
  /** Knows the data sets whose images are shown. */
  readonly registry: Registry;
}

/** Something that a paper says, held against the runs. */
export interface JudgedClaim {
  readonly claim: string;
  readonly source: string;
  readonly judgement: Judgement;
}

/** Hears a line about work that takes a while. */
export type Say = (line: string) => void;
