import { selectBackend, tf } from '@alignclip/backend';
import { MlpHead, mlpHead } from './mlp-head';
import { describeHead } from './testing';
import { fill, madeFeatures, madeSides } from './testing/fill-head';

const options = { embeddingWidth: 3, width: 5 };

describeHead('mlp-head', (sides) => new MlpHead(sides, options));

describe('mlpHead', () => {
  beforeAll(() => selectBackend());

  // torch 2, float64: W₂ gelu(W₁ layer_norm(x, (4,)) + b₁) + b₂, row / ‖row‖, with the values that `fill` gives
  it('gives the rows of PyTorch', () => {
    const { sides, store } = madeSides();
    const head = new MlpHead(sides, options);
    ['adapter/kernel', 'adapter/bias', 'projection/kernel', 'projection/bias'].forEach((address, i) =>
      fill(store, address, i + 1),
    );
    const rows = tf.tidy(() => [...head.embed(madeFeatures(), 'text').dataSync()]);
    const expected = [-0.5875584, -0.4151859, 0.6945472, -0.7044826, -0.0193096, 0.7094585];
    rows.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    store.dispose();
  });

  it('refuses a share of 1', () => {
    expect(() => mlpHead({ innerDropout: 1 })).toThrow('option "innerDropout" = 1');
  });
});
