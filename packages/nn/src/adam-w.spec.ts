import { selectBackend, tf } from '@alignclip/backend';
import { hasTensorflow, noTensorflow, withoutCustomOps } from '@alignclip/backend/testing';
import type { Tensor } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { AdamW, type AdamWOptions, groupsOf } from './adam-w';
import { constant } from './initialisation-scheme';
import { ParameterStore } from './parameter-store';

beforeAll(() => selectBackend());

const options: AdamWOptions = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, noDecay: [], layerDecay: 1 };

/** AdamW of PyTorch on one number, in float64. */
function reference(start: number, gradients: readonly number[], rate: number, decay: number): number {
  let [p, m, v] = [start, 0, 0];
  gradients.forEach((g, i) => {
    p *= 1 - rate * decay;
    m = 0.9 * m + 0.1 * g;
    v = 0.98 * v + 0.02 * g * g;
    p -= (rate * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.98 ** (i + 1))) + 1e-6);
  });
  return p;
}

function train(
  store: ParameterStore,
  optimizer: AdamW,
  gradients: Record<string, readonly number[]>,
  steps: readonly number[],
): void {
  for (const step of steps) {
    tf.tidy(() => {
      const now = Object.entries(gradients).map(([address, values]): [string, Tensor] => {
        return [address, tf.fill(store.get(address)!.shape, values[step]!)];
      });
      optimizer.apply(Object.fromEntries(now), 0.01);
    });
  }
}

describe('AdamW', () => {
  const gradients = { 'a/kernel': [0.5, -1, 2], 'a/bias': [0.5, -1, 2] };
  const make = (extra: Partial<AdamWOptions> = {}) => {
    const store = new ParameterStore(0);
    store.parameter('a/kernel', [2, 2], constant(3));
    store.parameter('a/bias', [2], constant(3));
    return { store, optimizer: new AdamW(store, { ...options, ...extra }) };
  };
  const first = (store: ParameterStore, address: string) => store.get(address)!.dataSync()[0]!;

  it('trains an address that is slowed down with its share of the rate', () => {
    const { store, optimizer } = make();
    store.rates.set('a/bias', 0.1);
    train(store, optimizer, gradients, [0, 1, 2]);
    expect(first(store, 'a/kernel')).toBeCloseTo(reference(3, [0.5, -1, 2], 0.01, 0.1), 5);
    expect(first(store, 'a/bias')).toBeCloseTo(reference(3, [0.5, -1, 2], 0.001, 0), 5);
  });

  it('follows PyTorch, with decay on matrices only', () => {
    const { store, optimizer } = make();
    train(store, optimizer, gradients, [0, 1, 2]);
    expect(first(store, 'a/kernel')).toBeCloseTo(reference(3, gradients['a/kernel'], 0.01, 0.1), 5);
    expect(first(store, 'a/bias')).toBeCloseTo(reference(3, gradients['a/bias'], 0.01, 0), 5);
  });

  it('lowers the rate, and with it the decay, from layer to layer', () => {
    const store = new ParameterStore(0);
    const addresses = ['image/positions', 'image/blocks/0/kernel', 'image/projection'];
    for (const address of addresses) store.parameter(address, [2, 2], constant(3));
    const optimizer = new AdamW(store, { ...options, layerDecay: 0.5 });
    train(store, optimizer, Object.fromEntries(addresses.map((address) => [address, [0.5, -1, 2]])), [0, 1, 2]);
    addresses.forEach((address, i) =>
      expect(first(store, address)).toBeCloseTo(reference(3, [0.5, -1, 2], 0.01 * 0.5 ** (2 - i), 0.1), 5),
    );
  });

  it('refuses a glob that matches no address, with the nearest that would', () => {
    const { store, optimizer } = make({ noDecay: ['a/kernle'] });
    expect(() => train(store, optimizer, gradients, [0])).toThrow(
      'noDecay: no parameter address matches "a/kernle"; did you mean "a/kernel"',
    );
  });

  it('exempts addresses that match a glob', () => {
    const { store, optimizer } = make({ noDecay: ['**/kernel'] });
    train(store, optimizer, gradients, [0, 1, 2]);
    expect(first(store, 'a/kernel')).toBeCloseTo(reference(3, gradients['a/kernel'], 0.01, 0), 5);
  });

  it('leaves a parameter without gradient as it is, decay included', () => {
    const { store, optimizer } = make();
    train(store, optimizer, { 'a/bias': [1] }, [0]);
    expect(first(store, 'a/kernel')).toBe(3);
  });

  it('goes on from a restored state bit for bit', () => {
    const whole = make();
    train(whole.store, whole.optimizer, gradients, [0, 1, 2]);
    const before = make();
    train(before.store, before.optimizer, gradients, [0, 1]);
    const after = make();
    for (const address of after.store.addresses) after.store.assign(address, before.store.get(address)!.clone());
    after.optimizer.restore(before.optimizer.state());
    train(after.store, after.optimizer, gradients, [2]);
    for (const address of whole.store.addresses) {
      expect([...after.store.get(address)!.dataSync()]).toEqual([...whole.store.get(address)!.dataSync()]);
    }
  });

  it('leaves no tensor behind after a step', () => {
    const { store, optimizer } = make();
    train(store, optimizer, gradients, [0]);
    const before = tf.memory().numTensors;
    train(store, optimizer, gradients, [1, 2]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeWhere(hasTensorflow(), noTensorflow, 'AdamW without our own operations', () => {
  withoutCustomOps();
  const [both, bias] = [{ 'a/kernel': [0.5, -1, 2, 1], 'a/bias': [0.5, -1, 2, 1] }, { 'a/bias': [0.5, -1, 2, 1] }];
  const make = () => {
    const store = new ParameterStore(0);
    store.parameter('a/kernel', [2, 2], constant(3));
    store.parameter('a/bias', [2], constant(3));
    return { store, optimizer: new AdamW(store, options) };
  };
  const first = (store: ParameterStore, address: string) => store.get(address)!.dataSync()[0]!;

  it('follows PyTorch where gradients come and go, with the moments so far', () => {
    const { store, optimizer } = make();
    train(store, optimizer, both, [0]);
    train(store, optimizer, bias, [1]);
    train(store, optimizer, both, [2, 3]);
    expect(first(store, 'a/bias')).toBeCloseTo(reference(3, [0.5, -1, 2, 1], 0.01, 0), 5);
    const state = optimizer.state();
    expect(Object.keys(state).sort()).toEqual([
      'first/a/bias',
      'first/a/kernel',
      'second/a/bias',
      'second/a/kernel',
      'step',
    ]);
    const moment = [0.5, 2, 1].reduce((m, g) => 0.9 * m + 0.1 * g, 0); // no gradient, no change
    expect(state['first/a/kernel']!.dataSync()[3]).toBeCloseTo(moment, 6);
    tf.dispose(state);
  });

  it('goes on from a restored state bit for bit', () => {
    const whole = make();
    train(whole.store, whole.optimizer, both, [0, 1, 2]);
    const half = make();
    train(half.store, half.optimizer, both, [0, 1]);
    const after = make();
    train(after.store, after.optimizer, bias, [2]); // what a restored state replaces
    for (const address of after.store.addresses) after.store.assign(address, half.store.get(address)!.clone());
    after.optimizer.restore(half.optimizer.state());
    train(after.store, after.optimizer, both, [2]);
    for (const address of whole.store.addresses)
      expect([...after.store.get(address)!.dataSync()]).toEqual([...whole.store.get(address)!.dataSync()]);
  });

  it('leaves no tensor behind after a step, and none at its end', () => {
    const start = tf.memory().numTensors;
    const { store, optimizer } = make();
    train(store, optimizer, both, [0]);
    const known = tf.memory().numTensors;
    train(store, optimizer, both, [1, 2]);
    expect(tf.memory().numTensors).toBe(known);
    optimizer.dispose();
    store.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });
});

describe('groupsOf', () => {
  it('fills one range after the other', () => {
    expect(groupsOf([3, 4, 3, 1, 9], 10)).toEqual([
      [0, 3],
      [3, 5],
    ]);
  });

  it('makes a group of each size that is too large', () => {
    expect(groupsOf([11, 1, 12, 13], 10)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('gives no group for no size', () => {
    expect(groupsOf([], 10)).toEqual([]);
  });
});
