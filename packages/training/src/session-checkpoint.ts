import type { Curves, Json, TrainingSession } from '@alignclip/core';
import { restoreCheckpoint, saveCheckpoint, type TrainingState } from './checkpoint';
import { frozenWeights, type FrozenWeights, type Trained } from './frozen/frozen-weights';

/** The resumable state of one training session: the step it began with, its time so far, the file it is saved to. */
export class SessionCheckpoint {
  private readonly startedAt = performance.now();

  private constructor(
    private readonly trained: Trained,
    private readonly session: TrainingSession,
    private readonly resumed: TrainingState | undefined,
    private readonly frozen: FrozenWeights | undefined,
  ) {}

  /** Restores weights and optimizer where the session names a checkpoint that exists. */
  static async open(trained: Trained, session: TrainingSession): Promise<SessionCheckpoint> {
    const { checkpoint, key = '' } = session;
    const resumed = checkpoint ? await restoreCheckpoint(checkpoint, trained, key) : undefined;
    return new SessionCheckpoint(trained, session, resumed, frozenWeights(trained));
  }

  /** Steps that earlier sessions have finished. */
  get step(): number {
    return this.resumed?.step ?? 0;
  }

  get curves(): Curves {
    return this.resumed?.curves ?? {};
  }

  /** Position of the data. */
  get position(): Json | undefined {
    return this.resumed?.position;
  }

  /** Time spent training, over all sessions. */
  get seconds(): number {
    return (this.resumed?.seconds ?? 0) + (performance.now() - this.startedAt) / 1000;
  }

  async save(step: number, curves: Curves, position: Json | undefined): Promise<void> {
    const { checkpoint, key = '' } = this.session;
    if (checkpoint === undefined) return;
    const { seconds } = this;
    await saveCheckpoint(checkpoint, this.trained, { key, step, seconds, curves, position }, this.frozen);
  }
}
