import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Modality, ProbeView, Scalar, Tensor, Tensor2D } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { Batch } from './batch';
import type { ContrastiveModel } from './contrastive-model';
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
    const { losses, byEmbedding } = embeddingGradients(model, objective, { image, text }, batch);
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

/** The losses of a batch, and dL/dI, dL/dT where L depends on them. */
function embeddingGradients(
  model: ContrastiveModel,
  objective: Objective,
  embeddings: Readonly<Record<Modality, Tensor2D>>,
  { semanticSimilarity }: Batch,
) {
  const whole = { image: tf.variable(embeddings.image), text: tf.variable(embeddings.text) };
  const losses: Record<string, number> = {};
  const { grads } = tf.variableGrads(() => {
    const embedded: EmbeddedBatch = {
      ...whole,
      logitScale: model.logitScale(),
      ...(semanticSimilarity && { semanticSimilarity }),
    };
    const { total, terms } = objective.evaluate(embedded);
    for (const [symbol, term] of Object.entries({ ...terms, L: total })) losses[symbol] = term.dataSync()[0]!;
    return total;
  }, [whole.image, whole.text]);
  const byEmbedding: Readonly<Record<Modality, Tensor | undefined>> = {
    image: grads[whole.image.name],
    text: grads[whole.text.name],
  };
  tf.dispose(whole);
  return { losses, byEmbedding };
}

const numbersOf = (tensor: { dataSync(): unknown }): Float32Array =>
  Float32Array.from(tensor.dataSync() as Float32Array);

const matrixOf = (tensor: Tensor2D) => ({
  rows: tensor.shape[0],
  columns: tensor.shape[1],
  values: numbersOf(tensor),
});
