import { matMul, normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';
import { patchRows } from './patch-tokens';
import { sincosPositions } from './sincos-positions';
import { describeImageEncoder } from './testing';
import { VisionTransformer, visionTransformer, type VisionTransformerOptions } from './vision-transformer';

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

const forms: Record<string, Partial<VisionTransformerOptions>> = {
  'vision-transformer': {},
  'vision-transformer, mean over patches': { pooling: 'mean' },
  'vision-transformer, mean next to a class token': { pooling: 'mean', classToken: true },
  'vision-transformer, attention pooling': { pooling: 'map', normalise: 'none' },
  'vision-transformer, registers': { registers: 3 },
  'vision-transformer, registers without class token': { pooling: 'mean', registers: 2 },
  'vision-transformer, fixed positions': { positions: 'sincos' },
  'vision-transformer, perceptron with bias': { projection: 'mlp', projectionBias: true },
  'vision-transformer, bias': { projectionBias: true },
  'vision-transformer, no projection': { projection: 'none', embeddingWidth: 8 },
};
for (const [name, change] of Object.entries(forms))
  describeImageEncoder(name, (scope) => new VisionTransformer(scope, { ...options, ...change }));

describe('VisionTransformer', () => {
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
    expect(() => build({ width: 6, heads: 1, positions: 'sincos' })).toThrow('four must divide "width" = 6');
    expect(() => build({ classToken: false })).toThrow('use pooling "mean" or "map"');
    expect(() => build({ projection: 'none' })).toThrow('"embeddingWidth" = 6 with projection "none"');
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

describe('sincosPositions', () => {
  it('has sine and cosine of the column, then of the row', () => {
    const values = sincosPositions(2, 8);
    const row = [Math.sin(1), Math.sin(0.01), Math.cos(1), Math.cos(0.01)].map(Math.fround);
    expect([...values.slice(8, 16)]).toEqual([...row, 0, 0, 1, 1]);
    expect([...values.slice(16, 24)]).toEqual([0, 0, 1, 1, ...row]);
  });
});
