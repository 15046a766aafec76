import {
  Augmentation,
  Dataset,
  EvaluationTransform,
  Evaluator,
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

/** One run, slot by slot. Everything that decides a result is in here or in the seed. */
export interface RunConfig {
  readonly dataset: Spec<'dataset'>;
  readonly augmentation: Spec<'augmentation'>;
  /** Views of an image for loss terms that ask for them. */
  readonly viewAugmentation: Spec<'viewAugmentation'>;
  readonly evaluationTransform: Spec<'evaluationTransform'>;
  readonly tokenizer: Spec<'tokenizer'>;
  readonly imageEncoder: Spec<'imageEncoder'>;
  readonly textEncoder: Spec<'textEncoder'>;
  /** RQ1. */
  readonly sharing: Spec<'sharing'>;
  readonly temperature: Spec<'temperature'>;
  /** RQ2. */
  readonly losses: readonly Spec<'losses'>[];
  readonly teacher: Spec<'teacher'>;
  readonly optimizer: Spec<'optimizer'>;
  readonly schedule: Spec<'schedule'>;
  readonly trainer: Spec<'trainer'>;
  /** Watch the training; none by default. */
  readonly probes?: readonly Spec<'probes'>[];
  readonly evaluators: readonly Spec<'evaluators'>[];
}

/** A variant is the base and what it changes; slots that it doesn't name stay as they are. */
export type Change = Partial<RunConfig>;

export type SlotName = keyof RunConfig;

/** What fills each slot. */
export const runSlots: { readonly [Name in SlotName]-?: Slot<Name, unknown> } = {
  dataset: Dataset,
  augmentation: Augmentation,
  viewAugmentation: ViewAugmentation,
  evaluationTransform: EvaluationTransform,
  tokenizer: Tokenizer,
  imageEncoder: ImageEncoder,
  textEncoder: TextEncoder,
  sharing: SharingStrategy,
  temperature: Temperature,
  losses: LossTerm,
  teacher: Teacher,
  optimizer: Optimizer,
  schedule: Schedule,
  trainer: Trainer,
  probes: TrainingProbe,
  evaluators: Evaluator,
};

/** What an experiment need not say. */
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
/** A base names at least the data, the towers and the losses. */
export type BaseConfig = Omit<RunConfig, Defaulted> & Partial<RunConfig>;
