import { adamWStep, tf } from '@alignclip/backend';
import { UserError, type Optimizer, type Tensor } from '@alignclip/core';
import picomatch from 'picomatch';
import { matching } from './freeze';
import { layersAbove } from './layers-above';
import type { ParameterStore } from './parameter-store';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Globs of addresses that do not decay, in addition to all parameters of fewer than two dimensions. */
  readonly noDecay: readonly string[];
  /** Rates fall by this factor from each layer of a tower to the one below it; default 1: one rate for all. */
  readonly layerDecay?: number;
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
  private rateOf: ((address: string) => number) | undefined;
  private step = 0;

  constructor(
    private readonly store: ParameterStore,
    private readonly options: AdamWOptions,
  ) {
    this.exempt = options.noDecay.length > 0 ? picomatch([...options.noDecay]) : () => false;
  }

  apply(gradients: Gradients, learningRate: number): void {
    this.rateOf ??= this.layerRates();
    const addresses = this.store.addresses.filter((address) => gradients[address] !== undefined);
    this.step += 1;
    for (const [rate, members] of grouped(addresses, this.rateOf)) {
      const sizes = members.map((address) => this.store.get(address)!.size);
      for (const [from, to] of groupsOf(sizes, maxAtOnce))
        this.update(members.slice(from, to), gradients, learningRate * rate);
    }
  }

  /** Factors of the learning rate, made when all parameters exist. Throws UserError on a glob that matches none. */
  private layerRates(): (address: string) => number {
    const { addresses } = this.store;
    for (const glob of this.options.noDecay) matching(glob, addresses, 'noDecay');
    const { layerDecay = 1 } = this.options;
    const depths = layerDecay === 1 ? new Map<string, number>() : layersAbove(addresses);
    return (address) => layerDecay ** (depths.get(address) ?? 0) * (this.store.rates.get(address) ?? 1);
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

  /** Throws UserError on a state without a step, and on a moment of another shape than its parameter. */
  restore(state: Readonly<Record<string, Tensor>>): void {
    if (state['step'] === undefined) throw new UserError('the state of the optimizer has no step');
    this.step = state['step'].dataSync()[0]!;
    for (const address of this.store.addresses) {
      const [first, second] = ['first', 'second'].map((moment) => state[`${moment}/${address}`]);
      const shape = this.store.get(address)!.shape.join();
      if ([first, second].some((moment) => moment !== undefined && moment.shape.join() !== shape))
        throw new UserError(`the state of the optimizer has another shape than the parameter "${address}"`);
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

/** The members of each group, groups in the order of their first member. */
function grouped<Key>(addresses: readonly string[], keyOf: (address: string) => Key): Map<Key, string[]> {
  const groups = new Map<Key, string[]>();
  for (const address of addresses) groups.set(keyOf(address), [...(groups.get(keyOf(address)) ?? []), address]);
  return groups;
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
