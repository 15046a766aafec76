import { selectBackend, tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { ParameterStore } from '../parameter-store';
import { Scope } from '../scope';
import { Transformer, type TransformerOptions } from './transformer';

beforeAll(() => selectBackend());

const options: TransformerOptions = {
  width: 8,
  layers: 2,
  heads: 2,
  mlpWidth: 16,
  activation: 'gelu',
  initialisation: 'clip',
  causal: false,
};

function build(change: Partial<TransformerOptions> = {}) {
  const store = new ParameterStore(3);
  return { store, transformer: new Transformer(new Scope(store, (path) => path), { ...options, ...change }) };
}

const rows = (count: number): Tensor2D => tf.randomNormal([count, 8], 0, 1, 'float32', 5);

describe('Transformer', () => {
  it('keeps the shape and depends on every parameter', () => {
    const { store, transformer } = build();
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(transformer.apply(rows(6), { batch: 2, tokens: 3 }))));
    expect(Object.keys(grads)).toHaveLength(store.addresses.length);
    expect(transformer.apply(rows(6), { batch: 2, tokens: 3 }).shape).toEqual([6, 8]);
  });

  it.each(['gelu', 'quick-gelu', 'gelu-tanh'] as const)(
    'reads rows as if all had gone through the last block, with %s',
    (activation) => {
      const { transformer } = build({ activation });
      const readOut = (x: Tensor2D): Tensor2D => tf.slice(x, [3, 0], [2, 8]);
      const shape = { batch: 2, tokens: 3 };
      const x = rows(6);
      const [some, all] = [() => transformer.read(x, shape, readOut), () => readOut(transformer.apply(x, shape))].map(
        (value) => {
          const { grads } = tf.variableGrads(() => tf.sum(tf.square(value())));
          return [value(), ...Object.keys(grads).map((name) => grads[name]!)];
        },
      );
      expect(some).toHaveLength(all!.length);
      some!.forEach((tensor, i) => expect(tf.max(tf.abs(tf.sub(tensor, all![i]!))).dataSync()[0]).toBeLessThan(1e-5));
    },
  );

  it('adds its ε to the variance in every block: a huge one leaves the rows as they are', () => {
    const x = rows(6);
    const moved = ({ transformer }: ReturnType<typeof build>) =>
      tf.max(tf.abs(tf.sub(transformer.apply(x, { batch: 2, tokens: 3 }), x))).dataSync()[0];
    for (const activation of ['gelu', 'quick-gelu'] as const) {
      expect(moved(build({ activation, initialisation: 'clip', normEpsilon: 1e14 }))).toBeLessThan(1e-5);
      expect(moved(build({ activation, initialisation: 'clip' }))).toBeGreaterThan(1e-2);
    }
  });

  it('treats the sequences of a batch apart', () => {
    const { transformer } = build();
    const x = rows(6);
    const both = transformer.apply(x, { batch: 2, tokens: 3 });
    const second = transformer.apply(tf.slice(x, 3, 3), { batch: 1, tokens: 3 });
    expect(tf.max(tf.abs(tf.sub(tf.slice(both, 3, 3), second))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('sees only earlier tokens when causal', () => {
    const { transformer } = build({ causal: true });
    const x = rows(4);
    const long = transformer.apply(x, { batch: 1, tokens: 4 });
    const short = transformer.apply(tf.slice(x, 0, 2), { batch: 1, tokens: 2 });
    expect(tf.max(tf.abs(tf.sub(tf.slice(long, 0, 2), short))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('offers quick GELU and PyTorch initialisation, which change the result', () => {
    const x = rows(3);
    const result = (change: Partial<TransformerOptions>) => [
      ...build(change).transformer.apply(x, { batch: 1, tokens: 3 }).dataSync(),
    ];
    expect(result({ activation: 'quick-gelu' })).not.toEqual(result({}));
    expect(result({ initialisation: 'pytorch' })).not.toEqual(result({}));
  });
});
