import {
  Augmentation,
  CaptionAugmentation,
  Dataset,
  EmbeddingHead,
  EmbeddingMap,
  EvaluationTransform,
  Evaluator,
  Head,
  ImageEncoder,
  LossTerm,
  Optimizer,
  Schedule,
  SharingStrategy,
  Teacher,
  Temperature,
  TextEncoder,
  Tokenizer,
  Trainer,
  TrainingProbe,
  ViewAugmentation,
  type Slot,
  type Spec,
} from '@alignclip/core';
import { bpeTokenizer } from '@alignclip/encoders';
import { centerCrop, randomResizedCrop, simclrAugmentation } from '@alignclip/datasets';
import { separate } from '@alignclip/sharing';
import { sbert } from '@alignclip/teachers';
import { adamW, learnedLogitScale, trainer, warmUpCosine } from '@alignclip/training';

/** One run, slot by slot. Together with the seed it determines the result. */
export interface RunConfig {
  readonly dataset: Spec<'dataset'>;
  readonly augmentation: Spec<'augmentation'>;
  /** Augmented views of an image for loss terms that need them. */
  readonly viewAugmentation: Spec<'viewAugmentation'>;
  /** Changed copies of a caption for loss terms that need them; without it, words are swapped or left out. */
  readonly captionAugmentation?: Spec<'captionAugmentation'>;
  readonly evaluationTransform: Spec<'evaluationTransform'>;
  readonly tokenizer: Spec<'tokenizer'>;
  readonly imageEncoder: Spec<'imageEncoder'>;
  readonly textEncoder: Spec<'textEncoder'>;
  /** Stands on the features of both towers, in place of their own projections; none by default. */
  readonly head?: Spec<'head'>;
  /** Stands between the rows of both modalities and whoever compares them; none by default. */
  readonly embeddingHead?: Spec<'embeddingHead'>;
  /** RQ1. */
  readonly sharing: Spec<'sharing'>;
  readonly temperature: Spec<'temperature'>;
  /** RQ2. */
  readonly losses: readonly Spec<'losses'>[];
  readonly teacher: Spec<'teacher'>;
  readonly optimizer: Spec<'optimizer'>;
  readonly schedule: Spec<'schedule'>;
  readonly trainer: Spec<'trainer'>;
  /** Observe the training; none by default. */
  readonly probes?: readonly Spec<'probes'>[];
  /** On finished embeddings, before every evaluator, in this order; none by default. */
  readonly maps?: readonly Spec<'maps'>[];
  readonly evaluators: readonly Spec<'evaluators'>[];
}

/** What a variant changes in the base; other slots stay unchanged. */
export type Change = Partial<RunConfig>;

export type SlotName = keyof RunConfig;

/** The contract of each slot. */
export const runSlots: { readonly [Name in SlotName]-?: Slot<Name, unknown> } = {
  dataset: Dataset,
  augmentation: Augmentation,
  viewAugmentation: ViewAugmentation,
  captionAugmentation: CaptionAugmentation,
  evaluationTransform: EvaluationTransform,
  tokenizer: Tokenizer,
  imageEncoder: ImageEncoder,
  textEncoder: TextEncoder,
  head: Head,
  embeddingHead: EmbeddingHead,
  sharing: SharingStrategy,
  temperature: Temperature,
  losses: LossTerm,
  teacher: Teacher,
  optimizer: Optimizer,
  schedule: Schedule,
  trainer: Trainer,
  probes: TrainingProbe,
  maps: EmbeddingMap,
  evaluators: Evaluator,
};

/** The components of slots that an experiment may leave out. */
export const defaultConfig = () =>
  ({
    augmentation: randomResizedCrop(),
    viewAugmentation: simclrAugmentation(),
    evaluationTransform: centerCrop(),
    tokenizer: bpeTokenizer(),
    sharing: separate(),
    temperature: learnedLogitScale(),
    teacher: sbert(),
    optimizer: adamW(),
    schedule: warmUpCosine(),
    trainer: trainer(),
    evaluators: [],
  }) satisfies Partial<RunConfig>;

type Defaulted = keyof ReturnType<typeof defaultConfig>;
/** A base names at least data set, towers and losses. */
export type BaseConfig = Omit<RunConfig, Defaulted> & Partial<RunConfig>;

export type FactorValue = string | number | boolean | null;

/** The position of a run in its grid: values by path, and `variant` if named variants are crossed. */
export type Factors = Readonly<Record<string, FactorValue>>;

/** One point of a grid: the options that it changes. */
export interface GridPoint {
  readonly change: Change;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly factors: Factors;
  readonly seeds?: readonly number[];
}

/** A variant: the slots that it changes in the base, or a point of a grid. */
export type Variant = Change | GridPoint;

export const isGridPoint = (variant: Variant): variant is GridPoint => 'factors' in variant && 'overrides' in variant;
