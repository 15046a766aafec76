import { matMul, normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';
import { patchRows, VisionTransformer, visionTransformer } from './vision-transformer';

beforeAll(() => selectBackend());

const options = {
  imageSize: 8,
  patchSize: 4,
  width: 8,
  layers: 1,
  heads: 2,
  mlpRatio: 2,
  embeddingWidth: 6,
  activation: 'gelu' as const,
  initialisation: 'clip' as const,
};
const build = (change = {}) =>
  new VisionTransformer(new Scope(new ParameterStore(0), (path) => `image/${path}`), { ...options, ...change });
const images = (count: number): Tensor4D => tf.randomNormal([count, 8, 8, 3], 0, 1, 'float32', 11);

describe('VisionTransformer', () => {
  it('gives unit rows of the embedding width', () => {
    const embeddings = build().embed(images(3));
    expect(embeddings.shape).toEqual([3, 6]);
    for (const length of tf.norm(embeddings, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
  });

  it('embeds each image on its own', () => {
    const encoder = build();
    const x = images(3);
    const [all, one] = [encoder.embed(x), encoder.embed(tf.slice(x, 1, 1))];
    expect(tf.max(tf.abs(tf.sub(tf.slice(all, 1, 1), one))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('projects its features to its embeddings', () => {
    const store = new ParameterStore(0);
    const encoder = new VisionTransformer(new Scope(store, (path) => path), options);
    const features = encoder.features(images(3));
    expect(features.shape).toEqual([3, encoder.featureWidth]);
    const projected = matMul(features, store.get('projection') as Tensor2D);
    const difference = tf.sub(normalizeRows(projected), encoder.embed(images(3)));
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6);
  });

  it('refuses patches and heads that do not divide', () => {
    expect(() => build({ patchSize: 3 })).toThrow('"patchSize" = 3 does not divide "imageSize" = 8');
    expect(() => build({ heads: 3 })).toThrow('"heads" = 3 does not divide "width" = 8');
  });
});

describe('visionTransformer', () => {
  it('fills in defaults and names misspelt options', () => {
    expect(visionTransformer({ width: 64 }).options).toMatchObject({ width: 64, patchSize: 8, activation: 'gelu' });
    // @ts-expect-error -- misspelt
    expect(() => visionTransformer({ widht: 64 })).toThrow('did you mean "width"');
  });
});

describe('patchRows', () => {
  it('takes patches row by row, values by row, column, channel', () => {
    const images = tf.tensor4d(
      Array.from({ length: 4 * 4 * 3 }, (_, i) => i),
      [1, 4, 4, 3],
    );
    const rows = patchRows(images, 2).arraySync();
    expect(rows[0]).toEqual([0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17]);
    expect(rows[1]![0]).toBe(6);
    expect(rows[2]![0]).toBe(24);
  });
});
