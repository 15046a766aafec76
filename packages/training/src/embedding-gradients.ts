import { tf } from '@alignclip/backend';
import type { Scalar, Tensor, Tensor2D, TowerOutputs, Variable } from '@alignclip/core';
import type { GivenSignals } from './batches/batch';
import type { ContrastiveModel } from './contrastive-model';
import { keptLosses, type Losses, type Objective } from './objective';

/** dL/d(output) in the shape of each output of the towers; tfjs has null for one that L does not depend on. */
export type OutputGradients = Readonly<Partial<Record<keyof TowerOutputs, Tensor | null>>>;

export interface EmbeddingGradients {
  /** Reads the losses. */
  readonly losses: () => Losses;
  readonly byOutput: OutputGradients;
  /** By name of the variable, for those of `direct` that L depends on without the towers: logit scale, loss parameters. */
  readonly byName: Readonly<Record<string, Tensor>>;
}

/** Differentiates the losses of a whole batch by the outputs of the towers, taken as constants. Call it inside `tf.tidy`. */
export function embeddingGradients(
  model: ContrastiveModel,
  objective: Objective,
  outputs: TowerOutputs,
  given: GivenSignals,
  direct: readonly Variable[] = [],
): EmbeddingGradients {
  const named = entriesOf(outputs).map(([name, output]) => [name, tf.variable(output)] as const);
  const variables = named.map(([, variable]) => variable);
  let losses = (): Losses => ({});
  const { grads } = tf.variableGrads(() => {
    const taken = Object.fromEntries(named) as unknown as TowerOutputs;
    const value = objective.evaluate(model.seen({ ...taken, logitScale: model.logitScale(given.progress), ...given }));
    losses = keptLosses(value);
    return value.total;
  }, [...variables, ...direct]);
  const byOutput = Object.fromEntries(named.map(([name, variable]) => [name, grads[variable.name]]));
  tf.dispose(variables);
  return { losses, byOutput, byName: grads };
}

/** Σ ⟨output, gradient⟩ over outputs: its gradient with respect to a parameter is that of L through these outputs. */
export function throughOutputs(outputs: Partial<TowerOutputs>, gradients: OutputGradients): Scalar {
  const parts = entriesOf(outputs).flatMap(([name, output]) => {
    const gradient = gradients[name];
    return gradient ? [tf.sum(tf.mul(output, gradient))] : [];
  });
  return parts.length > 0 ? (tf.addN(parts) as Scalar) : tf.scalar(0);
}

export const entriesOf = (outputs: Partial<TowerOutputs>) =>
  Object.entries(outputs) as [keyof TowerOutputs, Tensor2D][];
