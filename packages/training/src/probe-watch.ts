import { tf } from '@alignclip/backend';
import { UserError, type ProbeView, type Tensor2D, type TowerOutputs, type TrainingProbe } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { disposeBatch, givenSignals, type Batch, type BatchMakers } from './batches/batch';
import { probeBatch } from './batches/probe-batch';
import type { ContrastiveModel } from './contrastive-model';
import type { CurveLog } from './curve-log';
import { embeddingGradients, throughOutputs } from './embedding-gradients';
import { parameterGradients } from './gradients';
import type { Objective } from './objective';
import type { StartingModel } from './starting-model';

interface Watched {
  readonly model: ContrastiveModel;
  readonly objective: Objective;
  readonly parameters: ParameterStore;
  readonly starting?: StartingModel | undefined;
}

interface Watch {
  readonly probe: TrainingProbe;
  readonly batch: Batch;
}

/** The probes of a run, each with its batch. */
export class ProbeWatch {
  private constructor(
    private readonly watched: Watched,
    private readonly watches: readonly Watch[],
  ) {}

  /** Throws UserError on two probes of one name, and where a probe's batch can't be made. */
  static async open(watched: Watched, probes: readonly TrainingProbe[], data: BatchMakers): Promise<ProbeWatch> {
    const names = probes.map(({ name }) => name);
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated !== undefined)
      throw new UserError(`probes: two have the name "${repeated}"; give one of them another`);
    const watches: Watch[] = [];
    for (const probe of probes) {
      const batch = await probeBatch(data, probe.batch);
      const frozen = watched.starting?.rows(batch);
      watches.push({ probe, batch: { ...batch, ...(frozen && { frozen }) } });
    }
    return new ProbeWatch(watched, watches);
  }

  /** Shows the model to the probes that are due after `step` finished steps of `steps`. */
  look(step: number, steps: number, log: CurveLog): void {
    const { model, objective, parameters } = this.watched;
    for (const { probe, batch } of this.watches) {
      if (step !== steps && step % probe.every !== 0) continue;
      const view = probeView(model, objective, parameters, { ...batch, progress: step / steps });
      const values = probe.observe({ step, ...view });
      log.addProbe(probe.name, { step, ...values });
    }
  }

  dispose(): void {
    for (const { batch } of this.watches) disposeBatch(batch);
  }
}

/**
 * A model's embeddings, losses and gradients on one batch, as numbers. The gradient is taken through each tower alone:
 * the losses are differentiated by the embeddings, then each modality goes back through its own tower.
 */
export function probeView(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  batch: Batch,
): Omit<ProbeView, 'step'> {
  const views: Omit<ProbeView, 'step'>[] = [];
  tf.tidy(() => {
    const outputs = model.outputs(batch);
    const { losses, byOutput } = embeddingGradients(model, objective, outputs, givenSignals(batch));
    const through = (embed: () => Partial<TowerOutputs>): ReadonlyMap<string, Float32Array> => {
      const byAddress = parameterGradients(parameters, () => throughOutputs(embed(), byOutput));
      return new Map(Object.entries(byAddress).map(([address, value]) => [address, numbersOf(value)]));
    };
    views.push({
      image: matrixOf(outputs.image),
      text: matrixOf(outputs.text),
      logitScale: model.logitScale(batch.progress).dataSync()[0]!,
      losses: losses(),
      gradients: {
        image: through(() => model.imageOutputs(batch)),
        text: through(() => model.textOutputs(batch)),
      },
    });
  });
  return views[0]!;
}

const numbersOf = (tensor: { dataSync(): unknown }): Float32Array =>
  Float32Array.from(tensor.dataSync() as Float32Array);

const matrixOf = (tensor: Tensor2D) => ({
  rows: tensor.shape[0],
  columns: tensor.shape[1],
  values: numbersOf(tensor),
});
