import type { z } from 'zod';
import { defineComponent, type Definition } from '../define-component';
import { slot, type Token } from '../token';

/** One finished step, as numbers. */
export interface TrainingStep {
  /** Counted from 1. */
  readonly step: number;
  readonly steps: number;
  /** Unweighted terms by symbol, and the weighted sum `L`. */
  readonly losses: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly logitScale: number;
}

/** Values by log key, one per entry of `step`; in a folder, `trajectory/…`, one per entry of the folder's `step`. */
export type Curves = Readonly<Record<string, readonly number[]>>;

export interface TrainingResult {
  readonly curves: Curves;
  /** Time spent training, over all sessions. */
  readonly seconds: number;
}

export interface TrainingSession {
  /** The file of the resumable state: read at the start if it exists, written during training, never removed. */
  readonly checkpoint?: string;
  /** Names the run in the checkpoint; a checkpoint of another run is refused. */
  readonly key?: string;
  /** Aborting stops after the current step, with the checkpoint written. */
  readonly signal?: AbortSignal;
  onStep?(step: TrainingStep): void;
  /** Called with the curves so far: those of earlier sessions at the start, then after each step. */
  onCurves?(curves: Curves): void;
}

export interface Trainer {
  readonly steps: number;
  /** Trains to the last step. Throws Interrupted when the signal aborts, UserError on a loss that is not finite. */
  run(session: TrainingSession): Promise<TrainingResult>;
}

export const Trainer = slot<Trainer>()('trainer');

/** What planning knows about a training before anything is composed. */
export interface TrainingPlan {
  readonly steps: number;
  /** Examples per step. */
  readonly batchSize: number;
  /** Parts in which a batch is embedded. */
  readonly accumulate: number;
  /** Globs of parameter addresses that keep their values. */
  readonly freeze: readonly string[];
  /** The file of the initial weights. */
  readonly from?: string | undefined;
}

/** A component of the slot `trainer`: it also gives the plan of its options, and the option for initial weights. */
export interface TrainerComponent<Options = never> {
  readonly plan: (options: Options) => TrainingPlan;
  /** The name of the option that holds `from`. */
  readonly weightsOption: string;
}

/** `defineComponent(Trainer)`, with what planning needs from a trainer. */
export const defineTrainer = <
  Schema extends z.ZodType,
  Made extends Trainer | Promise<Trainer>,
  const Tokens extends readonly Token<unknown>[] = [],
>(
  definition: Definition<Made, Schema, Tokens> & TrainerComponent<z.output<Schema>>,
) => {
  const { plan, weightsOption } = definition;
  return Object.assign(defineComponent(Trainer)(definition), { plan, weightsOption });
};
