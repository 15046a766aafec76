import { normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { Encoder, ImageEncoder, Scalar, Tensor, TextEncoder, TrainingPass, Variable } from '@alignclip/core';
import type { Scope } from '@alignclip/nn';
import { build, difference, texts, tokenIds } from './made-tower';
import { analytic, numeric } from './parameter-derivative';

/** Makes a tower with its parameters in `scope`. */
type MakeImageEncoder = (scope: Scope) => ImageEncoder;
/** Makes a tower for token ids below 20, of which 18 starts a text and 19 ends it, and a context of 8 tokens. */
type MakeTextEncoder = (scope: Scope) => TextEncoder;

/**
 * The contract of an image encoder, to be called at the top level of its spec:
 * `describeImageEncoder('vision-transformer', (scope) => new VisionTransformer(scope, options))`.
 */
export function describeImageEncoder(name: string, make: MakeImageEncoder): void {
  describe(`${name} as an image encoder`, () => {
    const images = ({ size }: ImageEncoder, count: number) =>
      tf.randomNormal<tf.Rank.R4>([count, size, size, 3], 0, 1, 'float32', 11);
    describeTower(make, images);
  });
}

/** The same for a text encoder. */
export function describeTextEncoder(name: string, make: MakeTextEncoder): void {
  describe(`${name} as a text encoder`, () => {
    describeTower(make, (_, count) => tokenIds(texts(count), 6));

    it('gives a text the same embedding whatever the length that its batch is padded to', () => {
      tf.tidy(() => {
        const { tower } = build(make);
        const [short, long] = [6, 8].map((length) => tower.embed(tokenIds(texts(4), length)));
        expect(difference(short!, long!)).toBeLessThan(1e-5);
      });
    });

    it('refuses texts longer than its context', () => {
      const { tower } = build(make);
      expect(() => tf.tidy(() => tower.embed(tokenIds(texts(1), 9)))).toThrow(
        '9 tokens do not fit in the context of 8',
      );
    });
  });
}

function describeTower<Tower extends Encoder<Input>, Input extends Tensor>(
  make: (scope: Scope) => Tower,
  inputs: (tower: Tower, count: number) => Input,
): void {
  beforeAll(() => selectBackend());

  it('gives unit rows of its embedding width, different for different inputs', () => {
    tf.tidy(() => {
      const { tower } = build(make);
      const rows = tower.embed(inputs(tower, 3));
      expect(rows.shape).toEqual([3, tower.embeddingWidth]);
      for (const length of tf.norm(rows, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
      expect(difference(tf.slice(rows, 0, 2), tf.slice(rows, 1, 2))).toBeGreaterThan(1e-3);
    });
  });

  it('gives features of its feature width, if it has any, which it embeds as it embeds their input', () => {
    tf.tidy(() => {
      const { tower } = build(make);
      const input = inputs(tower, 3);
      const features = tower.features?.(input);
      if (features === undefined) return;
      expect(features.shape).toEqual([3, tower.featureWidth]);
      const rows = tower.embedFeatures?.(features);
      if (rows) expect(difference(rows, tower.embed(input))).toBe(0);
      const raw = tower.projectFeatures?.(features);
      if (raw) expect(difference(normalizeRows(raw), tower.embed(input))).toBe(0);
    });
  });

  it('names the parameters that features depend on, if any, and no other', () => {
    tf.tidy(() => {
      const { tower, store } = build(make);
      if (tower.trunk === undefined || tower.features === undefined) return;
      const input = inputs(tower, 3);
      const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.square(tower.features!(input))));
      const moving = [...store.entries()].filter(([, { name }]) => grads[name]).map(([address]) => address);
      expect(moving.filter((address) => !tower.trunk!.includes(address))).toEqual([]);
      const { grads: ofAll } = tf.variableGrads(() => tf.sum<Scalar>(tower.embed(input)));
      const trunk = tower.trunk.filter((address) => ofAll[store.get(address)!.name] && !moving.includes(address));
      expect(trunk).toEqual([]);
    });
  });

  it('embeds each input on its own: the other rows of a batch do not matter', () => {
    tf.tidy(() => {
      const { tower } = build(make);
      const all = inputs(tower, 5);
      const together = tower.embed(all);
      for (const [first, count] of [
        [0, 1],
        [3, 1],
        [1, 3],
      ] as const)
        expect(difference(tf.slice(together, first, count), tower.embed(tf.slice(all, first, count)))).toBeLessThan(
          1e-5,
        );
    });
  });

  it('has a finite gradient for every trained parameter, which is that of its value', () => {
    tf.tidy(() => {
      const { tower, store } = build(make);
      const input = inputs(tower, 4);
      const target = tf.randomNormal([4, tower.embeddingWidth], 0, 1, 'float32', 5);
      const value = () => tf.sum<Scalar>(tf.mul(tower.embed(input), target));
      const { grads } = tf.variableGrads(value);
      for (const [address, { name }] of store.trained()) {
        const gradient = grads[name]!;
        expect({ address, isFinite: gradient.dataSync().every(Number.isFinite) }).toEqual({ address, isFinite: true });
        const [expected, found] = [analytic(gradient, address), numeric(value, store, address)];
        const difference = (found - expected) / Math.max(1, Math.abs(expected));
        expect({ address, difference }).toEqual({ address, difference: expect.closeTo(0, 1) as number });
      }
    });
  });

  it('in training, gives unit rows and a new value for each state, which does not change by itself', () => {
    tf.tidy(() => {
      const { tower, store } = build(make);
      const input = inputs(tower, 4);
      const before = tower.embed(input);
      const updates = new Map<Variable, Tensor>();
      const pass: TrainingPass = {
        uniform: (_name, columns) => tf.randomUniform<tf.Rank.R2>([4, columns], 0, 1, 'float32', 3),
        words: () => Int32Array.from({ length: 8 }, (_, i) => 7919 * i),
        update: (state, value) => void updates.set(state, value),
      };
      const rows = tower.embed(input, pass);
      expect(rows.shape).toEqual([4, tower.embeddingWidth]);
      for (const length of tf.norm(rows, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
      const states = [...store.entries()].filter(([address]) => store.isState(address));
      expect(updates.size).toBe(tower.usesBatchStatistics ? states.length : 0);
      for (const [state, value] of updates) {
        expect(value.shape).toEqual(state.shape);
        expect(value.dataSync().every(Number.isFinite)).toBe(true);
      }
      expect(difference(tower.embed(input), before)).toBe(0);
    });
  });

  it('keeps no tensor but its parameters', () => {
    const { tower, store } = build(make);
    const before = tf.memory().numTensors;
    tf.tidy(() => void tower.embed(inputs(tower, 2)));
    expect(tf.memory().numTensors).toBe(before);
    store.dispose();
  });
}
