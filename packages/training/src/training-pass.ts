import { tf } from '@alignclip/backend';
import { alone, rowWords, uniformOf, type Peers, type Tensor, type TrainingPass, type Variable } from '@alignclip/core';

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

  /** Gives every state its new value, the same on all workers. */
  apply(peers: Peers = alone): void {
    tf.tidy(() => {
      const all = ofAllWorkers(peers, [...this.values.values()]);
      [...this.values.keys()].forEach((state, i) => state.assign(meanOf(all[i]!)));
    });
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

/** What each state has collected on every worker, in the order of ranks, exchanged at once. */
function ofAllWorkers(peers: Peers, own: readonly (readonly Collected[])[]): readonly (readonly Collected[])[] {
  const values = own.flat();
  if (peers.size === 1 || values.length === 0) return own;
  const rows = tf.tensor1d(values.map((one) => one.rows));
  const line = tf.concat1d([rows, ...values.map(({ value }) => tf.reshape<tf.Rank.R1>(value, [-1]))]);
  const lines = peers.gather(tf.expandDims<tf.Tensor2D>(line), 'states');
  const rowsOfAll = tf.slice(lines, [0, 0], [-1, values.length]).dataSync();
  const sizes = [values.length, ...values.map(({ value }) => value.size)];
  const [, ...parts] = tf.split(lines, sizes, 1);
  const byWorker = parts.map((part) => tf.unstack(part));
  let at = 0;
  return own.map((collected) => {
    const first = at;
    at += collected.length;
    const ofWorker = (rank: number) =>
      collected.map(({ value }, i) => ({
        value: tf.reshape(byWorker[first + i]![rank]!, value.shape),
        rows: rowsOfAll[rank * values.length + first + i]!,
      }));
    return Array.from({ length: peers.size }, (_, rank) => ofWorker(rank)).flat();
  });
}
