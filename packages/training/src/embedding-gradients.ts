import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Modality, Tensor, Tensor2D, Variable } from '@alignclip/core';
import type { ContrastiveModel } from './contrastive-model';
import { lossNumbers, type Objective } from './objective';

export interface EmbeddingGradients {
  /** Unweighted terms by symbol, and the weighted sum `L`. */
  readonly losses: Readonly<Record<string, number>>;
  /** dL/dI and dL/dT, [N, d], where L depends on them. */
  readonly byEmbedding: Readonly<Record<Modality, Tensor | undefined>>;
  /** By name of the variable, for those of `direct` that L depends on without the towers: logit scale, loss parameters. */
  readonly byName: Readonly<Record<string, Tensor>>;
}

/** Differentiates the losses of a whole batch by its embeddings, taken as given. Call it inside `tf.tidy`. */
export function embeddingGradients(
  model: ContrastiveModel,
  objective: Objective,
  embeddings: Readonly<Record<Modality, Tensor2D>>,
  semanticSimilarity: Tensor2D | undefined,
  direct: readonly Variable[] = [],
): EmbeddingGradients {
  const whole = { image: tf.variable(embeddings.image), text: tf.variable(embeddings.text) };
  let losses: Readonly<Record<string, number>> = {};
  const { grads } = tf.variableGrads(() => {
    const embedded: EmbeddedBatch = {
      ...whole,
      logitScale: model.logitScale(),
      ...(semanticSimilarity && { semanticSimilarity }),
    };
    const value = objective.evaluate(embedded);
    losses = lossNumbers(value);
    return value.total;
  }, [whole.image, whole.text, ...direct]);
  const byEmbedding = { image: grads[whole.image.name], text: grads[whole.text.name] };
  tf.dispose(whole);
  return { losses, byEmbedding, byName: grads };
}
