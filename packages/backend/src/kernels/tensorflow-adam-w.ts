import type { Tensor } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import type { AdamWSettings, AdamWState } from './adam-w-step';
import { bool, dataType, eagerBackend } from './eager';
import { Resource } from './resource';

type Moments = Pick<AdamWState, 'first' | 'second'>;
type Settings = Omit<AdamWSettings, 'weightDecay'>;

/** Parameters of one shape and weight decay, as one tensor of TensorFlow, [members, ...shape], with its moments. */
interface Stack {
  readonly members: readonly number[];
  readonly decay: number;
  readonly values: Resource;
  readonly first: Resource;
  readonly second: Resource;
  /** What `values` holds since the last step, and the data of the members that were cut from it. */
  last?: { readonly values: Tensor; readonly members: readonly object[] } | undefined;
}

/**
 * `adamWStep` for always the same parameters, on TensorFlow's own `ResourceApplyAdam`: one pass over all parameters of one
 * shape, which changes the moments in place. The number of operations follows that of shapes, not that of layers.
 */
export class TensorflowAdamW {
  private readonly stacks: readonly Stack[];

  /** Whether TensorFlow runs without our own operations. */
  static isUsed(): boolean {
    return !customOps() && eagerBackend() !== undefined;
  }

  /** Undefined where it isn't used; starts from the given moments, or from zeros. */
  static of(parameters: readonly Tensor[], weightDecay: readonly number[], start?: Moments) {
    return TensorflowAdamW.isUsed() ? new TensorflowAdamW(parameters, weightDecay, start) : undefined;
  }

  private constructor(parameters: readonly Tensor[], weightDecay: readonly number[], start?: Moments) {
    const groups = new Map<string, number[]>();
    parameters.forEach(({ shape }, i) => {
      const key = `${weightDecay[i]} ${shape.join()}`;
      groups.set(key, [...(groups.get(key) ?? []), i]);
    });
    const stacks: Stack[] = [];
    tf.tidy(() => {
      for (const members of groups.values()) {
        const zeros = tf.fill(stacked(members, parameters).shape, 0);
        const from = (tensors?: readonly Tensor[]) => Resource.of(tensors ? stacked(members, tensors) : zeros);
        const resources = { values: from(), first: from(start?.first), second: from(start?.second) };
        stacks.push({ members, decay: weightDecay[members[0]!]!, ...resources });
      }
    });
    this.stacks = stacks;
  }

  /** The next values of the parameters. */
  step(parameters: readonly Tensor[], gradients: readonly Tensor[], settings: Settings): Tensor[] {
    return tf.tidy(() => {
      const next: Tensor[] = [];
      for (const stack of this.stacks) {
        const { members, decay, values, first, second } = stack;
        const before = current(stack, parameters);
        if (decay !== 0) values.subtract(before, settings.learningRate * decay);
        applyAdam([values, first, second], stacked(members, gradients), settings);
        stack.last?.values.dispose();
        const after = tf.keep(values.read());
        cut(members, after, next);
        stack.last = { values: after, members: members.map((index) => next[index]!.dataId) };
      }
      return next;
    });
  }

  /** Both moments of each parameter; the caller disposes them. */
  moments(): { first: Tensor[]; second: Tensor[] } {
    return tf.tidy(() => {
      const moments = { first: [] as Tensor[], second: [] as Tensor[] };
      for (const { members, first, second } of this.stacks) {
        cut(members, first.read(), moments.first);
        cut(members, second.read(), moments.second);
      }
      return moments;
    });
  }

  dispose(): void {
    for (const { values, first, second, last } of this.stacks) {
      for (const one of [values, first, second]) one.destroy();
      last?.values.dispose();
    }
  }
}

/** The parameters in one tensor, which `values` then holds too; nothing is copied where nobody changed them since the last step. */
function current({ members, values, last }: Stack, parameters: readonly Tensor[]): Tensor {
  if (last && members.every((index, i) => parameters[index]!.dataId === last.members[i])) return last.values;
  const all = stacked(members, parameters);
  values.assign(all);
  return all;
}

/** PyTorch's ε stands beside √v̂, TensorFlow's beside √v: both corrections of the bias are made here, in float64. */
function applyAdam(
  [values, first, second]: readonly [Resource, Resource, Resource],
  gradient: Tensor,
  { learningRate, beta1, beta2, epsilon, step }: Settings,
): void {
  const correction = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * correction) / (1 - beta1 ** step);
  const noPower = 0;
  const numbers = [noPower, noPower, rate, beta1, beta2, epsilon * correction].map((value) => tf.scalar(value));
  const attributes = [dataType('T', 'float32'), bool('use_locking', false), bool('use_nesterov', false)];
  values.change('ResourceApplyAdam', attributes, [first, second], [...numbers, gradient]);
}

function stacked(members: readonly number[], tensors: readonly Tensor[]): Tensor {
  return members.length > 1 ? tf.stack(members.map((index) => tensors[index]!)) : tensors[members[0]!]!;
}

/** Undoes `stacked`: puts each member in its place of `out`. */
function cut(members: readonly number[], values: Tensor, out: Tensor[]): void {
  const parts = members.length > 1 ? tf.unstack(values) : [values.clone()];
  members.forEach((index, i) => (out[index] = parts[i]!));
}
