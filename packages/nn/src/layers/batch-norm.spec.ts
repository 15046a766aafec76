import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar, Tensor, Tensor4D, TrainingPass, Variable } from '@alignclip/core';
import { freeze } from '../freeze';
import { countParameters } from '../parameter-counts';
import { ParameterStore } from '../parameter-store';
import { Scope } from '../scope';
import { AdamW } from '../adam-w';
import { BatchNorm, type BatchNormOptions } from './batch-norm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

beforeAll(() => selectBackend());

const file = join(__dirname, '../../fixtures/batch-norm.json');
const reference = JSON.parse(readFileSync(file, 'utf8')) as Record<
  'value' | 'input' | 'scale' | 'bias' | 'runningMean' | 'runningVariance' | 'evaluated',
  number[]
>;

const channels = 3;
const shape: [number, number, number, number] = [2, 3, 2, channels];
const size = 36;
const numbers = (make: (i: number) => number): Tensor4D =>
  tf.tensor4d(
    Float32Array.from({ length: size }, (_, i) => make(i)),
    shape,
  );
const input = (step: number): Tensor4D =>
  numbers((i) => Math.sin(1.7 * i + step) * (1 + (i % channels)) + 0.5 * (i % channels));

function build(options: BatchNormOptions = {}) {
  const store = new ParameterStore(0);
  const norm = new BatchNorm(new Scope(store, (path) => `image/${path}`).child('norm'), channels, options);
  tf.tidy(() => {
    store.assign('image/norm/scale', tf.tensor1d([1.5, -0.5, 0.25]));
    store.assign('image/norm/bias', tf.tensor1d([0.1, 0.2, -0.3]));
  });
  return { store, norm };
}

/** A pass that keeps the new values until `apply`. */
function recording(): TrainingPass & { readonly apply: () => void; readonly count: () => number } {
  const values = new Map<Variable, Tensor>();
  return {
    uniform: () => tf.zeros([1, 1]),
    words: () => new Int32Array(2),
    update: (state, value) => void values.set(state, tf.keep(value.clone())),
    apply: () =>
      values.forEach((value, state) => {
        state.assign(value);
        value.dispose();
      }),
    count: () => values.size,
  };
}

const valueOf = (store: ParameterStore, name: string) => [...store.get(`image/norm/${name}`)!.dataSync()];
const expectClose = (found: Tensor, expected: readonly number[]) => {
  const values = [...found.dataSync()];
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
};

describe('BatchNorm', () => {
  it("has PyTorch's values, gradients and running statistics over three steps", () => {
    tf.tidy(() => {
      const { store, norm } = build();
      for (const step of [0, 1, 2]) {
        const pass = recording();
        const x = tf.variable(input(step));
        const value = () =>
          tf.sum<Scalar>(
            tf.mul(
              norm.apply(x, pass),
              numbers((i) => Math.cos(0.9 * i)),
            ),
          );
        const { grads } = tf.variableGrads(value);
        if (step === 2) {
          expectClose(norm.apply(x, pass), reference.value);
          expectClose(grads[x.name]!, reference.input);
          expectClose(grads[store.get('image/norm/scale')!.name]!, reference.scale);
          expectClose(grads[store.get('image/norm/bias')!.name]!, reference.bias);
        }
        pass.apply();
      }
      expectClose(store.get('image/norm/running-mean')!, reference.runningMean);
      expectClose(store.get('image/norm/running-variance')!, reference.runningVariance);
      expectClose(norm.apply(input(3)), reference.evaluated);
    });
  });

  it('keeps its running values out of gradients, optimizer, freezing and counts', () => {
    tf.tidy(() => {
      const { store, norm } = build();
      expect(store.addresses).toEqual(['image/norm/scale', 'image/norm/bias']);
      expect(store.trained().map(([address]) => address)).toEqual(store.addresses);
      expect([...store.entries()]).toHaveLength(4);
      expect(countParameters(store)).toEqual({ total: 6, shared: 0, image: 6, text: 0 });
      expect(() => freeze(store, ['image/norm/running-*'])).toThrow('no parameter address matches');
      const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.square(norm.apply(input(0)))));
      expect(Object.keys(grads)).toHaveLength(2);
      const decaying = { beta1: 0.9, beta2: 0.9, epsilon: 1e-6, weightDecay: 1, noDecay: [] };
      const optimizer = new AdamW(store, decaying);
      optimizer.apply({ 'image/norm/scale': tf.ones([channels]) }, 0.1);
      expect(Object.keys(optimizer.state()).sort()).toEqual([
        'first/image/norm/scale',
        'second/image/norm/scale',
        'step',
      ]);
      expect(valueOf(store, 'running-variance')).toEqual([1, 1, 1]);
      optimizer.dispose();
    });
  });

  it('takes running statistics where there is no pass, where it is told to, and where it is frozen', () => {
    tf.tidy(() => {
      const pass = recording();
      const evaluated = build().norm.apply(input(0));
      const told = build({ statistics: 'running' });
      const frozen = build();
      freeze(frozen.store, ['image/norm/bias']);
      expect(frozen.norm.usesBatchStatistics).toBe(true);
      frozen.store.parameter('text/other', [1], () => new Float32Array(1));
      freeze(frozen.store, ['image/norm/**']);
      for (const { norm } of [told, frozen]) {
        expect(norm.usesBatchStatistics).toBe(false);
        expectClose(norm.apply(input(0), pass), [...evaluated.dataSync()]);
      }
      expect(pass.count()).toBe(0);
    });
  });

  it('adds a residual before the activation', () => {
    tf.tidy(() => {
      const { norm } = build();
      const [x, added] = [input(0), input(1)];
      const expected = tf.relu(tf.add(norm.apply(x), added));
      expectClose(norm.apply(x, undefined, { activation: 'relu', added }), [...expected.dataSync()]);
    });
  });

  it('refuses a batch of one value for each channel', () => {
    const x = () => tf.zeros<tf.Rank.R4>([1, 1, 1, channels]);
    expect(() => tf.tidy(() => build().norm.apply(x(), recording()))).toThrow('one value for each channel');
    tf.tidy(() => expect(build().norm.apply(x()).shape).toEqual([1, 1, 1, channels]));
  });

  it('keeps no tensor but its parameters and the new values', () => {
    const { norm, store } = build();
    const before = tf.memory().numTensors;
    const pass = recording();
    tf.tidy(() => void norm.apply(input(0), pass));
    pass.apply();
    expect(tf.memory().numTensors).toBe(before);
    store.dispose();
  });
});
