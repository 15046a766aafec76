import type { Json } from '../json';
import { slot } from '../token';
import type { DualEncoder } from './dual-encoder';

/** Keys are paths, `retrieval/test/image-to-text/R@1`; values are finite. */
export type Scores = Readonly<Record<string, number>>;
/** [low, high] of a 95 % confidence interval. */
export type Interval = readonly [low: number, high: number];

export interface Evaluation {
  readonly scores: Scores;
  readonly intervals?: Readonly<Record<string, Interval>>;
  /** Why a score has no value, by its key, such as "no query can miss among 9 texts"; such keys are not in `scores`. */
  readonly undefinedScores?: Readonly<Record<string, string>>;
  /** What a reader needs in addition to the numbers: class sets, templates, confusion, histograms. */
  readonly details?: Json;
}

export interface Evaluator {
  readonly name: string;
  evaluate(model: DualEncoder): Promise<Evaluation>;
  /** Hash of the files that decide its scores beside options and code; part of the key of a cell, not of its training key. */
  fingerprint?(): Promise<string>;
}

export const Evaluator = slot<Evaluator>()('evaluators', { many: true });
