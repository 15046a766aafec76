import type { publishedData, Spec } from 'alignclip';

export type PaperSet = (typeof publishedData)[number];

/** A score in a table, and the paper's data set that it is compared with. */
export interface Measured {
  readonly title: string;
  readonly score: string;
  readonly paper?: PaperSet;
}

/** What is measured on which data: the embedded ones, or those of the paper. */
export interface PaperData {
  readonly dataset: Spec<'dataset'>;
  /** Its splits, each with its gap. */
  readonly splits: readonly string[];
  /** The split used for example queries, projections and interventions. */
  readonly main: string;
  /** Those that classify by prompts, which the claims about classification need. */
  readonly classifiers: (size: EvaluationSize) => Spec<'evaluators'>[];
  /** Class sets for classifying `main` while it is shifted. */
  readonly shiftedClasses: readonly string[];
  readonly evaluators: (size: EvaluationSize) => Spec<'evaluators'>[];
  readonly zeroShot: readonly Measured[];
  /** The class set with the most classes. */
  readonly fineGrained: readonly Measured[];
  readonly shift: readonly Measured[];
  readonly probe: readonly Measured[];
  readonly retrieval: readonly { readonly split: string; readonly paper: PaperSet }[];
  /** The zero-shot tasks with a figure of their classes. */
  readonly bars: readonly { readonly split: string; readonly classSet: string }[];
  /** The data for fine-tuning, and the split for retrieval afterwards. */
  readonly fineTuning: { readonly dataset: Spec<'dataset'>; readonly split: string; readonly paper: PaperSet };
}

export interface EvaluationSize {
  readonly resamples: number;
  readonly epochs?: number;
  readonly iterations?: number;
}
