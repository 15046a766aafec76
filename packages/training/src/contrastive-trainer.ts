import { tf } from '@alignclip/backend';
import {
  alone,
  Interrupted,
  type TrainingResult,
  type Optimizer,
  type Peers,
  type Schedule,
  type Trainer,
  type TrainingPlan,
  type TrainingSession,
  type TrainingStep,
} from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { disposeBatch, givenSignals, type Batch } from './batches/batch';
import type { Feed } from './batches/feed';
import { ownChunks } from './batches/split-batch';
import { chunkedGradients } from './chunked-gradients';
import type { ContrastiveModel } from './contrastive-model';
import { CurveLog } from './curve-log';
import { clippedByNorm } from './clip-norm';
import { batchGradients, type BatchGradients } from './gradients';
import { checkFinite, TensorLeakCheck } from './guards';
import type { Objective } from './objective';
import type { ProbeWatch } from './probe-watch';
import { SessionCheckpoint } from './session-checkpoint';
import type { StartingModel } from './starting-model';
import { StateUpdates } from './training-pass';
import type { WeightAverage } from './weight-average';
import { requireSame, stateHash } from './workers';

export interface TrainerOptions extends Pick<TrainingPlan, 'steps' | 'accumulate'> {
  readonly logEvery: number;
  readonly checkpointEvery: number;
  readonly clipNorm?: number | undefined;
}

export interface TrainerParts {
  readonly model: ContrastiveModel;
  readonly objective: Objective;
  readonly parameters: ParameterStore;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly batches: Feed<Batch>;
  readonly probes?: ProbeWatch;
  /** Its weights replace the trained ones after the last step. */
  readonly average?: WeightAverage | undefined;
  /** Gives the rows of the model that training started from, where a term needs them. */
  readonly starting?: StartingModel | undefined;
  /** The workers that train together; without it this process trains alone. */
  readonly peers?: Peers | undefined;
}

/** Contrastive training, one batch per step: set the rate, differentiate, update, clamp the logit scale. */
export class ContrastiveTrainer implements Trainer {
  constructor(
    private readonly parts: TrainerParts,
    private readonly options: TrainerOptions,
  ) {}

  get steps(): number {
    return this.options.steps;
  }

  async run(session: TrainingSession): Promise<TrainingResult> {
    const state = await SessionCheckpoint.open(this.parts, session);
    this.requireSameState(state.step);
    const log = new CurveLog(this.options.logEvery, state.curves);
    if (state.step === 0) this.parts.probes?.look(0, this.steps, log);
    session.onCurves?.(log.curves);
    try {
      if (state.step < this.steps) await this.parts.batches.begin(state.step, state.position);
      await this.train(session, state, log);
    } finally {
      await this.parts.batches.end();
    }
    this.parts.average?.take();
    return { curves: log.curves, seconds: state.seconds };
  }

  private async train(session: TrainingSession, state: SessionCheckpoint, log: CurveLog): Promise<void> {
    const leaks = new TensorLeakCheck();
    for (let step = state.step; step < this.steps; step++) {
      await nextTurn(); // signals and messages are handled between steps
      const batch = await this.batch(step);
      const done = this.step(batch, step);
      log.add(done);
      this.parts.probes?.look(done.step, this.steps, log);
      session.onStep?.(done);
      session.onCurves?.(log.curves);
      leaks.check(done.step);
      const stopping = this.isStopping(session, done.step);
      if (stopping || this.isCheckpoint(done.step)) {
        this.requireSameState(done.step);
        if (this.writes) await state.save(done.step, log.curves, batch.position);
      }
      if (stopping && done.step < this.steps) throw new Interrupted(`stopped after step ${done.step} of ${this.steps}`);
    }
  }

  /** The same answer on all workers, so that they stop after the same step. */
  private isStopping({ signal }: TrainingSession, step: number): boolean {
    const { peers = alone } = this.parts;
    return peers.agree(signal?.aborted ?? false, `the end of step ${step}`);
  }

  private get writes(): boolean {
    return (this.parts.peers ?? alone).rank === 0;
  }

  private requireSameState(step: number): void {
    const { peers = alone } = this.parts;
    if (peers.size === 1) return;
    const remedy = 'are their processors, files and programs the same? Remove the checkpoint where it is in doubt';
    requireSame(peers, `${step} ${stateHash(this.parts)}`, `weights and optimizer after step ${step}`, remedy);
  }

  private isCheckpoint(step: number): boolean {
    return step === this.steps || step % this.options.checkpointEvery === 0;
  }

  /** The batch of a step counted from 0. */
  batch(step: number): Promise<Batch> {
    return this.parts.batches.next(step);
  }

  /** One optimisation step, counted from 0; disposes the batch. */
  step(given: Batch, step: number): TrainingStep {
    const { model, optimizer, schedule, average, starting, peers = alone } = this.parts;
    const frozen = starting?.rows(given, this.options.accumulate / peers.size, peers);
    const batch = { ...given, ...(frozen && { frozen }), progress: step / this.steps };
    const learningRate = schedule.learningRate(step, this.steps);
    const logitScale = tf.keep(tf.tidy(() => model.logitScale(batch.progress).clone()));
    const updates = new StateUpdates();
    const { gradients: full, losses } = this.gradients(batch, updates);
    const gradients = this.options.clipNorm === undefined ? full : clippedByNorm(full, this.options.clipNorm);
    optimizer.apply(gradients, learningRate);
    model.clampLogitScale();
    updates.apply(peers);
    average?.update();
    tf.dispose(gradients);
    disposeBatch(batch);
    const numbers = { losses: losses(), logitScale: logitScale.dataSync()[0]! }; // only now: a GPU has all its work
    logitScale.dispose();
    checkFinite(numbers.losses, step + 1);
    return { step: step + 1, steps: this.steps, learningRate, ...numbers };
  }

  private gradients(batch: Batch, updates: StateUpdates): BatchGradients {
    const { model, objective, parameters, peers = alone } = this.parts;
    const { accumulate } = this.options;
    if (accumulate === 1) return batchGradients(model, objective, parameters, batch, updates);
    const own = ownChunks(batch, accumulate, peers);
    const result = chunkedGradients(model, objective, parameters, { own, given: givenSignals(batch), updates, peers });
    own.forEach(disposeBatch);
    return result;
  }
}
