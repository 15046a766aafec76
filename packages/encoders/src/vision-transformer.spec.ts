import { matMul, normalizeRows, selectBackend, tf } from '@alignclip/backend';
import { clipNormalisation, type ImageEncoder, type Tensor2D, type Tensor4D } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';
import { patchRows, PatchTokens } from './patch-tokens';
import { sincosPositions } from './sincos-positions';
import { describeImageEncoder, passOfImages } from './testing';
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
  'vision-transformer, query of the shared space': { pooling: 'query', classToken: true, poolingHeads: 3 },
  'vision-transformer, registers': { registers: 3 },
  'vision-transformer, registers without class token': { pooling: 'mean', registers: 2 },
  'vision-transformer, fixed positions': { positions: 'sincos' },
  'vision-transformer, perceptron with bias': { projection: 'mlp', projectionBias: true },
  'vision-transformer, bias': { projectionBias: true },
  'vision-transformer, another ε': { normEpsilon: 0.1 },
  'vision-transformer, no projection': { projection: 'none', embeddingWidth: 8 },
};
for (const [name, change] of Object.entries(forms))
  describeImageEncoder(name, (scope) => new VisionTransformer(scope, { ...options, ...change }));

/** The tower as it is in training: every image has keys of its own. */
const inTraining = (tower: VisionTransformer): ImageEncoder => ({
  modality: 'image',
  size: tower.size,
  embeddingWidth: tower.embeddingWidth,
  featureWidth: tower.featureWidth,
  embed: (images) => tower.embed(images, passOfImages(images)),
  features: (images) => tower.features(images, passOfImages(images)),
  embedFeatures: (features) => tower.embedFeatures(features),
});
for (const [name, change] of Object.entries(forms).filter(([, { projection = 'linear' }]) => projection === 'linear'))
  describeImageEncoder(`${name}, half of the patches in training`, (scope) =>
    inTraining(new VisionTransformer(scope, { ...options, ...change, patchDropout: 0.5 })),
  );

describe('patch dropout', () => {
  const distance = (a: Tensor2D, b: Tensor2D) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

  it.each([
    [16, 0.5, 8],
    [16, 0.75, 4],
    [16, 0.99, 1],
    [9, 0.5, 4],
  ])('keeps of %i patches with share %d the %i with the smallest numbers, in their order', (patches, share, count) => {
    const edge = Math.sqrt(patches);
    const scope = new Scope(new ParameterStore(0), (path) => path);
    const given = { imageSize: edge, patchSize: 1, width: 4, hasClassToken: true, registers: 0 } as const;
    const tokens = new PatchTokens(scope, { ...given, positions: 'learned' });
    const pass = passOfImages(tf.randomNormal([5, edge, edge, 3], 0, 1, 'float32', 3));
    const kept = tokens.keep(share, pass);
    const expected = pass
      .uniform('patch-dropout', patches)
      .arraySync()
      .flatMap((row) =>
        [...row.keys()]
          .sort((a, b) => row[a]! - row[b]!)
          .slice(0, count)
          .sort((a, b) => a - b),
      );
    expect(kept.count).toBe(count);
    expect([...kept.places.dataSync()]).toEqual(expected);
    expect(
      new Set(Array.from({ length: 5 }, (_, i) => expected.slice(i * count, (i + 1) * count).join())).size,
    ).not.toBe(1);
  });

  it.each([
    ['class token', true, 0, 'learned'],
    ['registers and class token', true, 2, 'learned'],
    ['registers', false, 3, 'learned'],
    ['patches only', false, 0, 'sincos'],
    ['fixed positions behind a class token', true, 1, 'sincos'],
  ] as const)(
    'leaves the other tokens and the rows of the patches that stay as they are: %s',
    (_, hasClassToken, registers, positions) => {
      const scope = new Scope(new ParameterStore(0), (path) => path);
      const tokens = new PatchTokens(scope, {
        imageSize: 8,
        patchSize: 2,
        width: 8,
        hasClassToken,
        registers,
        positions,
      });
      const given = images(3);
      const kept = tokens.keep(0.7, passOfImages(given));
      const [all, some] = [tokens.rows(given), tokens.rows(given, kept)].map((rows) =>
        tf.reshape<tf.Rank.R3>(rows, [3, -1, 8]),
      );
      const places = tf.reshape<tf.Rank.R2>(kept.places, [3, kept.count]).arraySync();
      const own = Array.from({ length: tokens.extra }, (_, i) => i);
      places.forEach((row, image) => {
        const of = (rows: tf.Tensor3D) => tf.squeeze<Tensor2D>(tf.slice(rows, [image], [1]), [0]);
        const expected = tf.gather(of(all!), [...own, ...row.map((place) => tokens.extra + place)]);
        expect(distance(of(some!), expected)).toBeLessThan(1e-6);
      });
    },
  );

  it('drops nothing without a pass, and nothing where the share is 0', () => {
    const [whole, dropping] = [build(), build({ patchDropout: 0.5 })];
    const given = images(3);
    expect(distance(dropping.embed(given), whole.embed(given))).toBe(0);
    expect(distance(whole.embed(given, passOfImages(given)), whole.embed(given))).toBe(0);
    expect(distance(dropping.embed(given, passOfImages(given)), whole.embed(given))).toBeGreaterThan(1e-3);
    expect([whole.trunk?.length, dropping.trunk]).toEqual([whole.trunk!.length, undefined]);
  });
});

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

  it('takes pixels of another normalisation from those of CLIP', () => {
    const { mean, std } = clipNormalisation;
    const pixels = tf.randomUniform([2, 8, 8, 3], 0, 1, 'float32', 5);
    const [clip, half] = [tf.div(tf.sub(pixels, mean), std), tf.div(tf.sub(pixels, 0.5), 0.5)] as [Tensor4D, Tensor4D];
    const difference = tf.sub(build({ pixels: 'half' }).embed(clip), build().embed(half));
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6);
    expect(build({ pixels: 'clip' }).embed(clip).dataSync()).toEqual(build().embed(clip).dataSync());
  });

  it('refuses patches and heads that do not divide', () => {
    expect(() => build({ patchSize: 3 })).toThrow('"patchSize" = 3 does not divide "imageSize" = 8');
    expect(() => build({ heads: 3 })).toThrow('"heads" = 3 does not divide "width" = 8');
    expect(() => build({ width: 6, heads: 1, positions: 'sincos' })).toThrow('four must divide "width" = 6');
    expect(() => build({ classToken: false })).toThrow('use pooling "mean" or "map"');
    expect(() => build({ pooling: 'query' })).toThrow('"poolingHeads" = 8 does not divide "embeddingWidth" = 6');
    expect(() => build({ poolingHeads: 2 })).toThrow('"poolingHeads" = 2 with pooling "class-token"');
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
