import { UserError, type TrainingProbe } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { disposeBatch, type Batch } from './batches/batch';
import type { BatchMakers } from './batches/assemble-batch';
import type { ContrastiveModel } from './contrastive-model';
import type { CurveLog } from './curve-log';
import type { Objective } from './objective';
import { probeBatch } from './batches/probe-batch';
import { probeView } from './probe-view';

interface Watched {
  readonly model: ContrastiveModel;
  readonly objective: Objective;
  readonly parameters: ParameterStore;
}

interface Watch {
  readonly probe: TrainingProbe;
  readonly batch: Batch;
}

/** The probes of a run with their batches. */
export class ProbeWatch {
  private constructor(
    private readonly watched: Watched,
    private readonly watches: readonly Watch[],
  ) {}

  /** Throws UserError on two probes of one name, and on a batch that can't be had. */
  static async open(watched: Watched, probes: readonly TrainingProbe[], data: BatchMakers): Promise<ProbeWatch> {
    const names = probes.map(({ name }) => name);
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined) throw new UserError(`probes: two of the name "${repeated}"; give one of them its own`);
    const watches: Watch[] = [];
    for (const probe of probes) watches.push({ probe, batch: await probeBatch(data, probe.batch) });
    return new ProbeWatch(watched, watches);
  }

  /** Lets the probes that are due look, after `step` finished steps of `steps`. */
  look(step: number, steps: number, log: CurveLog): void {
    const { model, objective, parameters } = this.watched;
    for (const { probe, batch } of this.watches) {
      if (step !== steps && step % probe.every !== 0) continue;
      const values = probe.observe({ step, ...probeView(model, objective, parameters, batch) });
      log.addProbe(probe.name, { step, ...values });
    }
  }

  dispose(): void {
    for (const { batch } of this.watches) disposeBatch(batch);
  }
}
