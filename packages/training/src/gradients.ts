import { lossGradients } from '@alignclip/backend';
import type { Scalar, Tensor, Variable } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import type { Batch } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
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

/** The variables that are trained. */
export const variablesOf = (parameters: ParameterStore): Variable[] =>
  parameters.trained().map(([, variable]) => variable);

/** Gradients of any scalar, by address; the caller disposes them. */
export function parameterGradients(parameters: ParameterStore, loss: () => Scalar): Gradients {
  const variables = variablesOf(parameters);
  const { value, gradients } = lossGradients(loss, variables);
  value.dispose();
  return byAddress(parameters, Object.fromEntries(variables.map(({ name }, i) => [name, gradients[i]])));
}

/** Gradients by the names of variables, by address; those that a loss doesn't depend on are absent. */
export const byAddress = (
  parameters: ParameterStore,
  byName: Readonly<Record<string, Tensor | null | undefined>>,
): Gradients =>
  Object.fromEntries(
    [...parameters.entries()].flatMap(([address, { name }]) => (byName[name] ? [[address, byName[name]]] : [])),
  );
