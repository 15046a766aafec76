import { tf } from '@alignclip/backend';
import type { Modality, ProbeView, Scalar, Tensor2D } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { Batch } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { embeddingGradients } from './embedding-gradients';
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
    const { image, text } = model.embedPair(batch);
    const { losses, byEmbedding } = embeddingGradients(model, objective, { image, text }, batch.semanticSimilarity);
    const through = (modality: Modality, embed: () => Tensor2D): ReadonlyMap<string, Float32Array> => {
      const gradient = byEmbedding[modality];
      if (gradient === undefined) return new Map();
      const byAddress = parameterGradients(parameters, () => tf.sum(tf.mul(embed(), gradient)) as Scalar);
      return new Map(Object.entries(byAddress).map(([address, value]) => [address, numbersOf(value)]));
    };
    views.push({
      image: matrixOf(image),
      text: matrixOf(text),
      logitScale: model.logitScale().dataSync()[0]!,
      losses,
      gradients: {
        image: through('image', () => model.imageEncoder.embed(batch.images)),
        text: through('text', () => model.textEncoder.embed(batch.tokens)),
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
