import { ownZeros, TensorflowAdamW, tf } from '@alignclip/backend';
import type { Tensor } from '@alignclip/core';

export interface MomentPair {
  readonly first: Tensor;
  readonly second: Tensor;
}

interface Group {
  readonly addresses: readonly string[];
  readonly update: TensorflowAdamW;
}

/** Both moments of every parameter, by address, or in groups that TensorFlow updates in place. */
export class AdamWMoments {
  private readonly pairs = new Map<string, MomentPair>();
  private readonly groups = new Map<string, Group>();

  /** What updates exactly these parameters, from their moments so far; undefined where each has moments of its own. */
  group(addresses: readonly string[], parameters: readonly Tensor[], decay: readonly number[]) {
    const key = addresses.join();
    const known = this.groups.get(key);
    if (known) return known.update;
    for (const [other, group] of this.groups)
      if (group.addresses.some((address) => addresses.includes(address))) this.dissolve(other, group);
    if (!TensorflowAdamW.isUsed()) return undefined;
    const isNew = addresses.every((address) => !this.pairs.has(address));
    const pairs = isNew ? [] : addresses.map((address, i) => this.of(address, parameters[i]!));
    const start = isNew
      ? undefined
      : { first: pairs.map(({ first }) => first), second: pairs.map(({ second }) => second) };
    const update = TensorflowAdamW.of(parameters, decay, start)!;
    for (const address of addresses) this.forget(address);
    this.groups.set(key, { addresses, update });
    return update;
  }

  /** Zeros where there are none yet. */
  of(address: string, parameter: Tensor): MomentPair {
    const known = this.pairs.get(address);
    if (known) return known;
    const zero = () => tf.keep(ownZeros(parameter));
    const fresh = { first: zero(), second: zero() };
    this.pairs.set(address, fresh);
    return fresh;
  }

  /** Keeps both and disposes those of before. */
  set(address: string, { first, second }: MomentPair): void {
    this.forget(address);
    this.pairs.set(address, { first: tf.keep(first), second: tf.keep(second) });
  }

  /** Copies of all; the caller disposes them. */
  entries(): [string, MomentPair][] {
    const own = [...this.pairs].map(([address, { first, second }]): [string, MomentPair] => [
      address,
      { first: first.clone(), second: second.clone() },
    ]);
    return [...own, ...[...this.groups.values()].flatMap(pairsOf)];
  }

  dispose(): void {
    for (const { update } of this.groups.values()) update.dispose();
    this.groups.clear();
    for (const address of [...this.pairs.keys()]) this.forget(address);
  }

  private dissolve(key: string, group: Group): void {
    for (const [address, pair] of pairsOf(group)) this.set(address, pair);
    group.update.dispose();
    this.groups.delete(key);
  }

  private forget(address: string): void {
    const pair = this.pairs.get(address);
    if (pair) tf.dispose([pair.first, pair.second]);
    this.pairs.delete(address);
  }
}

function pairsOf({ addresses, update }: Group): [string, MomentPair][] {
  const { first, second } = update.moments();
  return addresses.map((address, i) => [address, { first: first[i]!, second: second[i]! }]);
}
