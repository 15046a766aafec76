import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { type EagerBackend, int } from './eager';
import { isOwn, markOwn } from './own-memory';
import type { Tensor, Tensor1D } from '@alignclip/core';

/** Parameters with their gradients and the two moments, in one order. */
export interface AdamWState {
  parameters: readonly Tensor[];
  gradients: readonly Tensor[];
  first: readonly Tensor[];
  second: readonly Tensor[];
  /**
   * Nobody reads parameters and moments after the step, so that new values may take their memory. Default false. Copies of
   * them, which share memory with them, keep their values.
   */
  isUsedUp?: boolean;
}

export interface AdamWSettings {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** The number of this step, from 1. */
  step: number;
  /** One per parameter. */
  weightDecay: readonly number[];
}

export type AdamWUpdate = {
  parameters: Tensor[];
  first: Tensor[];
  second: Tensor[];
};

/**
 * One step of AdamW with PyTorch's arithmetic: θ ← (1 − ηλ)θ; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
 * θ ← θ − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε). Loshchilov & Hutter, arXiv 1711.05101.
 * Returns new tensors; the caller disposes of the old ones.
 */
export function adamWStep(state: AdamWState, settings: AdamWSettings): AdamWUpdate {
  return tf.tidy(() => {
    const native = customOps();
    if (native) return fused(native, state, settings);
    const update: AdamWUpdate = { parameters: [], first: [], second: [] };
    for (const members of groupByDecay(settings.weightDecay)) updateGroup(members, state, settings, update);
    return update;
  });
}

/** One operation for all parameters. What changes from step to step is an input (see packages/backend/ops/adam_w.cc). */
function fused(native: EagerBackend, state: AdamWState, settings: AdamWSettings): AdamWUpdate {
  const { learningRate, beta1, beta2, epsilon, step, weightDecay } = settings;
  const stepSize = learningRate / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  const numbers = tf.tensor1d([stepSize, beta1, beta2, 1 - beta1, 1 - beta2, correction, epsilon]);
  const keep = tf.tensor1d(weightDecay.map((decay) => 1 - learningRate * decay));
  const { parameters, gradients, first, second } = state;
  const count = parameters.length;
  const old = [...parameters, ...first, ...second];
  const reuse = tf.tensor1d(old.map((tensor) => Number(state.isUsedUp === true && isOwn(native, tensor))));
  const inputs = [...parameters, ...gradients, ...first, ...second, numbers, keep, reuse];
  const outputs = native.executeMultipleOutputs('AlignclipAdamW', [int('N', count)], inputs, 3 * count);
  markOwn(outputs);
  const part = (index: number): Tensor[] => outputs.slice(index * count, (index + 1) * count);
  return { parameters: part(0), first: part(1), second: part(2) };
}

/** Indices of the parameters that share a weight decay: each group is updated as one flat vector. */
function groupByDecay(decays: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  decays.forEach((decay, index) => groups.set(decay, [...(groups.get(decay) ?? []), index]));
  return [...groups.values()];
}

function updateGroup(members: readonly number[], state: AdamWState, settings: AdamWSettings, out: AdamWUpdate): void {
  const flat = (tensors: readonly Tensor[]): Tensor1D =>
    tf.concat(members.map((index) => tf.reshape<tf.Rank.R1>(tensors[index]!, [-1])));
  const { learningRate, beta1, beta2, epsilon, step, weightDecay } = settings;
  const gradient = flat(state.gradients);
  const first = tf.add(tf.mul(flat(state.first), beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(flat(state.second), beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const spread = tf.add(tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
  const change = tf.mul(tf.div(first, spread), learningRate / (1 - beta1 ** step));
  const decayed = tf.mul(flat(state.parameters), 1 - learningRate * weightDecay[members[0]!]!);

  const shapes = members.map((index) => state.parameters[index]!);
  const results = { parameters: tf.sub(decayed, change), first, second };
  for (const name of ['parameters', 'first', 'second'] as const) {
    const pieces = tf.split(
      results[name],
      shapes.map(({ size }) => size),
    );
    members.forEach((index, place) => (out[name][index] = tf.reshape(pieces[place]!, shapes[place]!.shape)));
  }
}
