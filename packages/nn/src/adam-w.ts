import { adamWStep, tf } from '@alignclip/backend';
import { UserError, type Optimizer, type Tensor } from '@alignclip/core';
import picomatch from 'picomatch';
import { AdamWMoments } from './adam-w-moments';
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

type Gradients = Readonly<Record<string, Tensor>>;

/** Values updated at once: where new values can't take the place of old ones, both exist side by side. */
const maxAtOnce = 2 ** 23;

/**
 * AdamW as in PyTorch: p ← p(1 - ηλ), then p ← p - η m̂ / (√v̂ + ε). Parameters of fewer than two dimensions
 * (LayerNorm, biases, class token, logit scale) do not decay; positions and token embeddings do.
 */
export class AdamW implements Optimizer {
  private readonly moments = new AdamWMoments();
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
    const given = addresses.map((address) => gradients[address]!);
    const weightDecay = addresses.map((address, i) => this.decay(address, parameters[i]!));
    const settings = { ...this.options, learningRate, step: this.step };
    const group = this.moments.group(addresses, parameters, weightDecay);
    if (group) return this.assign(addresses, group.step(parameters, given, settings));
    const moments = addresses.map((address, i) => this.moments.of(address, parameters[i]!));
    const first = moments.map((pair) => pair.first);
    const second = moments.map((pair) => pair.second);
    const state = { parameters, gradients: given, first, second, isUsedUp: true };
    const updated = tf.tidy(() => adamWStep(state, { ...settings, weightDecay }));
    this.assign(addresses, updated.parameters);
    addresses.forEach((address, i) =>
      this.moments.set(address, { first: updated.first[i]!, second: updated.second[i]! }),
    );
  }

  private assign(addresses: readonly string[], values: readonly Tensor[]): void {
    addresses.forEach((address, i) => {
      this.store.assign(address, values[i]!);
      values[i]!.dispose();
    });
  }

  state(): Record<string, Tensor> {
    const moments = this.moments
      .entries()
      .flatMap(([address, { first, second }]) => [
        [`first/${address}`, first] as const,
        [`second/${address}`, second] as const,
      ]);
    return Object.fromEntries([...moments, ['step', tf.scalar(this.step, 'int32')]]);
  }

  /** Throws UserError on a state without a step, and on a moment of another shape than its parameter. */
  restore(state: Readonly<Record<string, Tensor>>): void {
    if (state['step'] === undefined) throw new UserError('the state of the optimizer has no step');
    this.step = state['step'].dataSync()[0]!;
    this.moments.dispose();
    for (const address of this.store.addresses) {
      const [first, second] = ['first', 'second'].map((moment) => state[`${moment}/${address}`]);
      const shape = this.store.get(address)!.shape.join();
      if ([first, second].some((moment) => moment !== undefined && moment.shape.join() !== shape))
        throw new UserError(`the state of the optimizer has another shape than the parameter "${address}"`);
      if (first && second) this.moments.set(address, { first: first.clone(), second: second.clone() });
    }
  }

  dispose(): void {
    this.moments.dispose();
  }

  private decay(address: string, parameter: Tensor): number {
    return parameter.rank < 2 || this.exempt(address) ? 0 : this.options.weightDecay;
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
