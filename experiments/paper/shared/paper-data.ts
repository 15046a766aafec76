import type { publishedData, Spec } from 'alignclip';

export type PaperSet = (typeof publishedData)[number];

/** A score in a table, and the data of the paper that it stands beside. */
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
  /** The split whose images and captions are shown, projected and shifted. */
  readonly main: string;
  /** Class sets that `main` is classified into while it is shifted. */
  readonly shiftedClasses: readonly string[];
  readonly evaluators: (size: EvaluationSize) => Spec<'evaluators'>[];
  readonly zeroShot: readonly Measured[];
  /** Of the finest classes. */
  readonly fineGrained: readonly Measured[];
  readonly shift: readonly Measured[];
  readonly probe: readonly Measured[];
  readonly retrieval: readonly { readonly split: string; readonly paper: PaperSet }[];
  /** The zero-shot tasks whose classes are drawn. */
  readonly bars: readonly { readonly split: string; readonly classSet: string }[];
  /** What models are fine-tuned on, and the split that they then retrieve from. */
  readonly fineTuning: { readonly dataset: Spec<'dataset'>; readonly split: string; readonly paper: PaperSet };
}

export interface EvaluationSize {
  readonly resamples: number;
  readonly epochs?: number;
  readonly iterations?: number;
}
