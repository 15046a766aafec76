import { selectBackend, tf } from '@alignclip/backend';
import type { ImageEncoder, TextEncoder } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { LinearHead, linearHead } from './linear-head';
import { describeHead, madePass } from './testing';
import { fill, madeFeatures, madeSides } from './testing/fill-head';

const options = { embeddingWidth: 3 };

describeHead('linear-head', (sides) => new LinearHead(sides, options));
describeHead('linear-head on features as they are', (sides) => new LinearHead(sides, { ...options, normalise: false }));

describe('linearHead', () => {
  beforeAll(() => selectBackend());

  // torch 2, float64: layer_norm(x, (4,)), x W + b, row / ‖row‖, with the values that `fill` gives
  it('gives the rows of PyTorch', () => {
    const { sides, store } = madeSides();
    const head = new LinearHead(sides, options);
    fill(store, 'adapter/kernel', 1);
    fill(store, 'adapter/bias', 2);
    const rows = tf.tidy(() => [...head.embed(madeFeatures(), 'text').dataSync()]);
    const expected = [-0.3931524, -0.7154719, 0.5775216, 0.6630846, 0.2123279, -0.7177992];
    rows.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    store.dispose();
  });

  it('leaves out about the share of the features that it says, and scales the others', () => {
    const { sides, store } = madeSides();
    const head = new LinearHead(sides, { ...options, normalise: false, dropout: 0.5 });
    const shown = tf.tidy(() => {
      const pass = madePass(Uint32Array.of(1, 2, 3, 4));
      const kept = tf.greaterEqual(pass.uniform('head/image/features', 4), 0.5);
      const x = madeFeatures();
      const rows = head.embed(x, 'image', pass);
      const same = head.embed(tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 2)), 'image');
      return tf.max(tf.abs(tf.sub(rows, same))).dataSync()[0];
    });
    expect(shown).toBeLessThan(1e-6);
    store.dispose();
  });

  it('names a tower without features, and a misspelt option', () => {
    const [image, text] = [{ modality: 'image' } as ImageEncoder, { modality: 'text' } as TextEncoder];
    const sharing = { locate: (tower: string, path: string) => `${tower}/${path}` };
    expect(() => linearHead.make({}, new ParameterStore(0), sharing, image, text)).toThrow(
      'head: the image encoder offers no features',
    );
    // @ts-expect-error -- misspelt
    expect(() => linearHead({ dropOut: 0.1 })).toThrow('did you mean "dropout"');
  });
});
