import { tf } from '@alignclip/backend';
import type { ProbeView, Tensor2D, TowerOutputs } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { givenSignals, type Batch } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { embeddingGradients, throughOutputs } from './embedding-gradients';
import { parameterGradients } from './gradients';
import type { Objective } from './objective';

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
      logitScale: model.logitScale().dataSync()[0]!,
      losses,
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
