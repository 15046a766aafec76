import { adamWStep, tf } from '@alignclip/backend';
import type { Optimizer, Tensor } from '@alignclip/core';
import picomatch from 'picomatch';
import type { ParameterStore } from './parameter-store';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Globs of addresses that do not decay, in addition to all parameters of fewer than two dimensions. */
  readonly noDecay: readonly string[];
}

type Moments = { first: Tensor; second: Tensor };
type Gradients = Readonly<Record<string, Tensor>>;

/** Values updated at once: old and new values and moments exist side by side. */
const maxAtOnce = 2 ** 23;

/**
 * AdamW as in PyTorch: p ← p(1 - ηλ), then p ← p - η m̂ / (√v̂ + ε). Parameters of fewer than two dimensions
 * (LayerNorm, biases, class token, logit scale) do not decay; positions and token embeddings do.
 */
export class AdamW implements Optimizer {
  private readonly moments = new Map<string, Moments>();
  private readonly exempt: (address: string) => boolean;
  private step = 0;

  constructor(
    private readonly store: ParameterStore,
    private readonly options: AdamWOptions,
  ) {
    this.exempt = options.noDecay.length > 0 ? picomatch([...options.noDecay]) : () => false;
  }

  apply(gradients: Gradients, learningRate: number): void {
    const addresses = this.store.addresses.filter((address) => gradients[address] !== undefined);
    this.step += 1;
    const sizes = addresses.map((address) => this.store.get(address)!.size);
    for (const [from, to] of groupsOf(sizes, maxAtOnce))
      this.update(addresses.slice(from, to), gradients, learningRate);
  }

  private update(addresses: readonly string[], gradients: Gradients, learningRate: number): void {
    const parameters = addresses.map((address) => this.store.get(address)!);
    const moments = addresses.map((address, i) => this.momentsOf(address, parameters[i]!));
    const updated = tf.tidy(() =>
      adamWStep(
        {
          parameters,
          gradients: addresses.map((address) => gradients[address]!),
          first: moments.map(({ first }) => first),
          second: moments.map(({ second }) => second),
        },
        {
          ...this.options,
          learningRate,
          step: this.step,
          weightDecay: addresses.map((a, i) => this.decay(a, parameters[i]!)),
        },
      ),
    );
    addresses.forEach((address, i) => {
      this.store.assign(address, updated.parameters[i]!);
      updated.parameters[i]!.dispose();
      this.keep(address, { first: updated.first[i]!, second: updated.second[i]! });
    });
  }

  state(): Record<string, Tensor> {
    const moments = [...this.moments].flatMap(([address, { first, second }]) => [
      [`first/${address}`, first.clone()] as const,
      [`second/${address}`, second.clone()] as const,
    ]);
    return Object.fromEntries([...moments, ['step', tf.scalar(this.step, 'int32')]]);
  }

  restore(state: Readonly<Record<string, Tensor>>): void {
    this.step = state['step']!.dataSync()[0]!;
    for (const address of this.store.addresses) {
      const first = state[`first/${address}`];
      const second = state[`second/${address}`];
      if (first && second) this.keep(address, { first: tf.keep(first.clone()), second: tf.keep(second.clone()) });
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) tf.dispose([first, second]);
    this.moments.clear();
  }

  private decay(address: string, parameter: Tensor): number {
    return parameter.rank < 2 || this.exempt(address) ? 0 : this.options.weightDecay;
  }

  private momentsOf(address: string, parameter: Tensor): Moments {
    const existing = this.moments.get(address);
    if (existing) return existing;
    const zero = () => tf.keep(tf.zerosLike(parameter));
    const fresh = { first: zero(), second: zero() };
    this.moments.set(address, fresh);
    return fresh;
  }

  private keep(address: string, fresh: Moments): void {
    const old = this.moments.get(address);
    if (old) tf.dispose([old.first, old.second]);
    this.moments.set(address, { first: tf.keep(fresh.first), second: tf.keep(fresh.second) });
  }
}

/** Ranges [from, to) of neighbours whose sizes add up to at most `max`; a larger size is a group of its own. */
export function groupsOf(sizes: readonly number[], max: number): [from: number, to: number][] {
  const groups: [number, number][] = [];
  let total = Infinity;
  sizes.forEach((size, i) => {
    if (total + size > max) {
      groups.push([i, i]);
      total = 0;
    }
    total += size;
    groups.at(-1)![1] = i + 1;
  });
  return groups;
}
