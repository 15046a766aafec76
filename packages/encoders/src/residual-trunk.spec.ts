import { selectBackend, tf } from '@alignclip/backend';
import { ResidualTrunk, residualTrunk } from './residual-trunk';
import { describeHead } from './testing';
import { fill, madeFeatures, madeSides } from './testing/fill-head';

const options = { embeddingWidth: 3, width: 5, layers: 1 };

describeHead('residual-trunk', (sides) => new ResidualTrunk(sides, { ...options, layers: 2 }));
describeHead('residual-trunk without blocks', (sides) => new ResidualTrunk(sides, { ...options, layers: 0 }));

/** The addresses of the head, each with the number and the base of its values in the PyTorch program. */
const values = [
  ['adapter/kernel', 1, 0],
  ['adapter/bias', 2, 0],
  ['blocks/0/norm-1/scale', 5, 1],
  ['blocks/0/norm-1/bias', 6, 0],
  ['blocks/0/mlp/input/kernel', 7, 0],
  ['blocks/0/mlp/input/bias', 8, 0],
  ['blocks/0/mlp/output/kernel', 9, 0],
  ['blocks/0/mlp/output/bias', 10, 0],
  ['post-norm/scale', 11, 1],
  ['post-norm/bias', 12, 0],
  ['projection/kernel', 13, 0],
  ['projection/bias', 14, 0],
] as const;

describe('residualTrunk', () => {
  beforeAll(() => selectBackend());

  // torch 2, float64: h = W layer_norm(x, (4,)) + b; h + W₂ gelu(W₁ LN(h) + b₁) + b₂; projection of LN; row / ‖row‖
  it('gives the rows of PyTorch', () => {
    const { sides, store } = madeSides();
    const head = new ResidualTrunk(sides, options);
    expect([...store.addresses].sort()).toEqual(values.map(([address]) => address).sort());
    for (const [address, number, base] of values) fill(store, address, number, base);
    const rows = tf.tidy(() => [...head.embed(madeFeatures(), 'text').dataSync()]);
    const expected = [0.3835309, -0.9114861, -0.1486509, 0.4355616, -0.8753203, -0.2100012];
    rows.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    store.dispose();
  });

  it('names the nearest option of a misspelt one', () => {
    // @ts-expect-error -- misspelt
    expect(() => residualTrunk({ layer: 3 })).toThrow('did you mean "layers"');
  });
});
