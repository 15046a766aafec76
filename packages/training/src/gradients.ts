import { lossGradients, tf } from '@alignclip/backend';
import type { Scalar, Tensor, TowerOutputs, Variable } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { Batch, GivenSignals, TowerInputs } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { embeddingGradients, entriesOf, throughOutputs, type OutputGradients } from './embedding-gradients';
import { keptLosses, type Losses, type Objective } from './objective';
import type { StateUpdates } from './training-pass';

export type Gradients = Readonly<Record<string, Tensor>>; // by address

export interface BatchGradients {
  readonly gradients: Gradients;
  /** Reads the losses; on a GPU this waits for all that was asked for before. */
  readonly losses: () => Losses;
}

/** Gradients of the objective for every parameter it depends on; the caller disposes them. */
export function batchGradients(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  batch: Batch,
  updates?: StateUpdates,
): BatchGradients {
  let losses = (): Losses => ({});
  const gradients = parameterGradients(parameters, () => {
    const value = objective.evaluate(model.embed(batch, updates));
    losses = keptLosses(value);
    return value.total;
  });
  return { gradients, losses };
}

/**
 * The same gradients with the batch embedded in chunks: embed all without a tape, differentiate the losses by the
 * outputs of the towers on the whole batch, then go back through the chunks one by one. Memory grows with the chunk.
 * Both passes over a chunk draw the same numbers; new values of states are taken from the second.
 */
export function chunkedGradients(
  model: ContrastiveModel,
  objective: Objective,
  parameters: ParameterStore,
  chunks: readonly TowerInputs[],
  given: GivenSignals,
  updates?: StateUpdates,
): BatchGradients {
  let readLosses = (): Losses => ({});
  const gradients = tf.tidy(() => {
    const outputs = joined(chunks.map((chunk) => tf.tidy(() => ({ ...model.outputs(chunk) }))));
    const variables = variablesOf(parameters);
    const { losses, byOutput, byName } = embeddingGradients(model, objective, outputs, given, variables);
    readLosses = losses;
    return backThroughChunks(model, parameters, chunks, byOutput, byAddress(parameters, byName), updates);
  });
  return { gradients, losses: readLosses };
}

/** The chunks stacked, output by output. */
const joined = (parts: readonly TowerOutputs[]): TowerOutputs =>
  Object.fromEntries(
    entriesOf(parts[0]!).map(([name]) => [name, tf.concat(parts.map((part) => part[name]!))]),
  ) as unknown as TowerOutputs;

/** `direct` plus the gradients of every chunk, added as they come, so that only one set exists next to the sum. */
function backThroughChunks(
  model: ContrastiveModel,
  parameters: ParameterStore,
  chunks: readonly TowerInputs[],
  byOutput: OutputGradients,
  direct: Gradients,
  updates?: StateUpdates,
): Gradients {
  let row = 0;
  return chunks.reduce((sum, chunk) => {
    const rows = chunk.images.shape[0];
    const sliced = Object.fromEntries(
      Object.entries(byOutput).map(([name, gradient]) => [name, gradient && tf.slice(gradient, [row, 0], [rows, -1])]),
    );
    row += rows;
    return added(
      sum,
      parameterGradients(parameters, () => throughOutputs(model.outputs(chunk, updates), sliced)),
    );
  }, direct);
}

const variablesOf = (parameters: ParameterStore): Variable[] => parameters.trained().map(([, variable]) => variable);

/** Gradients of any scalar, by address; the caller disposes them. */
export function parameterGradients(parameters: ParameterStore, loss: () => Scalar): Gradients {
  const variables = variablesOf(parameters);
  const { value, gradients } = lossGradients(loss, variables);
  value.dispose();
  return byAddress(parameters, Object.fromEntries(variables.map(({ name }, i) => [name, gradients[i]])));
}

const byAddress = (
  parameters: ParameterStore,
  byName: Readonly<Record<string, Tensor | null | undefined>>,
): Gradients =>
  Object.fromEntries(
    [...parameters.entries()].flatMap(([address, { name }]) => (byName[name] ? [[address, byName[name]]] : [])),
  );

/** Sums by address; disposes the summands. */
function added(a: Gradients, b: Gradients): Gradients {
  const sums = Object.entries(b).map(([address, gradient]) => {
    const before = a[address];
    if (before === undefined) return [address, gradient] as const;
    const sum = tf.add(before, gradient);
    tf.dispose([before, gradient]);
    return [address, sum] as const;
  });
  return { ...a, ...Object.fromEntries(sums) };
}
