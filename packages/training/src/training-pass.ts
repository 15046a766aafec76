import { tf } from '@alignclip/backend';
import { rowWords, uniformOf, type Tensor, type TrainingPass, type Variable } from '@alignclip/core';

/**
 * What a tower is given for a part of a training batch. Its numbers follow from the examples' keys, the name of the stream
 * and the tower's own name; they are made when they are asked for. Without `updates`, new values of states are forgotten.
 */
export const trainingPass = (keys: Uint32Array, stream: string, updates?: StateUpdates): TrainingPass => {
  const rows = keys.length / 2;
  const words = (name: string) => rowWords(keys, `${stream}/${name}`);
  return {
    words,
    uniform: (name, columns) => tf.tensor2d(uniformOf(words(name), columns), [rows, columns]),
    update: (state, value) => updates?.add(state, value, rows),
  };
};

interface Collected {
  readonly value: Tensor;
  readonly rows: number;
}

/**
 * New values of states, collected during a step and given when it is done. A state with several, from the parts of a batch
 * or the views of its images, takes their mean, weighted by their numbers of rows.
 */
export class StateUpdates {
  private readonly values = new Map<Variable, Collected[]>();

  add(state: Variable, value: Tensor, rows: number): void {
    const kept = tf.keep(tf.mul(value, 1)); // a copy: whoever made it may dispose its own
    this.values.set(state, [...(this.values.get(state) ?? []), { value: kept, rows }]);
  }

  /** Gives every state its new value. */
  apply(): void {
    for (const [state, collected] of this.values) tf.tidy(() => state.assign(meanOf(collected)));
    this.dispose();
  }

  dispose(): void {
    for (const collected of this.values.values()) tf.dispose(collected.map(({ value }) => value));
    this.values.clear();
  }
}

function meanOf(collected: readonly Collected[]): Tensor {
  const [first, ...more] = collected;
  if (more.length === 0) return first!.value;
  const total = collected.reduce((sum, { rows }) => sum + rows, 0);
  return tf.addN(collected.map(({ value, rows }) => tf.mul(value, rows / total)));
}
