import { tf } from '@alignclip/backend';
import type { Scalar, Tensor, Tensor2D, Variable } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { Batch } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { embeddingGradients } from './embedding-gradients';
import { lossNumbers, type Objective } from './objective';

export type Gradients = Readonly<Record<string, Tensor>>; // by address

export interface BatchGradients {
  readonly gradients: Gradients;
  /** Unweighted terms by symbol, and the weighted sum `L`. */
  readonly losses: Readonly<Record<string, number>>;
}

/** Gradients of the objective for every parameter it depends on; the caller disposes them. */
export function batchGradients(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  batch: Batch,
): BatchGradients {
  let losses: BatchGradients['losses'] = {};
  const gradients = parameterGradients(parameters, () => {
    const value = objective.evaluate(model.embed(batch));
    losses = lossNumbers(value);
    return value.total;
  });
  return { gradients, losses };
}

/**
 * The same gradients with the batch embedded in chunks: embed all without a tape, differentiate the losses by the
 * embeddings on the whole batch, then go back through the chunks one by one. Memory follows the chunk.
 */
export function chunkedGradients(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  chunks: readonly Batch[],
  semanticSimilarity: Tensor2D | undefined,
): BatchGradients {
  return tf.tidy(() => {
    const parts = chunks.map((chunk) => tf.tidy(() => model.embedPair(chunk)));
    const image = tf.concat(parts.map((part) => part.image));
    const text = tf.concat(parts.map((part) => part.text));
    const variables = variablesOf(parameters);
    const { losses, byEmbedding, byName } = embeddingGradients(
      model,
      objective,
      { image, text },
      semanticSimilarity,
      variables,
    );
    const direct = byAddress(parameters, byName);
    const through = backThroughChunks(model, parameters, chunks, byEmbedding.image, byEmbedding.text);
    return { gradients: addGradients([direct, ...through]), losses };
  });
}

function backThroughChunks(
  model: ContrastiveModel,
  parameters: ParameterStore,
  chunks: readonly Batch[],
  imageGradient: Tensor | undefined,
  textGradient: Tensor | undefined,
): Gradients[] {
  let row = 0;
  return chunks.map((chunk) => {
    const rows = chunk.images.shape[0];
    const slice = (gradient: Tensor | undefined) => gradient && tf.slice(gradient, [row, 0], [rows, -1]);
    const [byImage, byText] = [slice(imageGradient), slice(textGradient)];
    row += rows;
    return parameterGradients(parameters, () => {
      const { image, text } = model.embedPair(chunk);
      const parts = [byImage && tf.sum(tf.mul(image, byImage)), byText && tf.sum(tf.mul(text, byText))];
      return tf.addN(parts.filter((part) => part !== undefined)) as Scalar;
    });
  });
}

const variablesOf = (parameters: ParameterStore): Variable[] =>
  [...parameters.entries()].map(([, variable]) => variable);

/** Of any scalar, by address; the caller disposes them. */
export function parameterGradients(parameters: ParameterStore, loss: () => Scalar): Gradients {
  const { value, grads } = tf.variableGrads(loss, variablesOf(parameters));
  value.dispose();
  return byAddress(parameters, grads);
}

const byAddress = (parameters: ParameterStore, byName: Readonly<Record<string, Tensor>>): Gradients =>
  Object.fromEntries(
    [...parameters.entries()].flatMap(([address, { name }]) => (byName[name] ? [[address, byName[name]]] : [])),
  );

function addGradients(all: readonly Gradients[]): Gradients {
  const addresses = new Set(all.flatMap((gradients) => Object.keys(gradients)));
  return Object.fromEntries(
    [...addresses].map((address) => [address, tf.addN(all.flatMap((gradients) => gradients[address] ?? []))]),
  );
}
