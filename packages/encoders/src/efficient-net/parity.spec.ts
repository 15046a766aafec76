import { selectBackend, tf } from '@alignclip/backend';
import { clipNormalisation, type Tensor2D, type Tensor4D } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { toFloat32, type StateDict } from '@alignclip/formats';
import { ParameterStore, Scope } from '@alignclip/nn';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EfficientNet } from '../efficient-net';
import { liteArchitecture, variants, type Variant } from './architecture';
import { hasWeights, readWeights, valuesOf } from './pretrained-weights';

interface Reference {
  readonly variant: Variant;
  readonly image: keyof typeof images;
  readonly size: number;
  /** The first eight. */
  readonly features: readonly number[];
  readonly sum: number;
  readonly length: number;
  /** Of the 1000 classes, the one with the largest logit. */
  readonly label: number;
  readonly logit: number;
}

/** Levels 0 to 255 of made images, by column, row, channel and edge. */
const images = {
  grey: () => 127,
  ramp: (x: number, y: number, c: number) => (7 * x + 13 * y + 31 * c) % 256,
  disc: (x: number, y: number, c: number, size: number) =>
    Math.hypot(x - size / 2, y - size / 2) < size / 3 ? [220, 40, 30][c]! : 255,
} as const;

const { references } = JSON.parse(readFileSync(join(__dirname, '../../fixtures/efficient-net.json'), 'utf8')) as {
  readonly references: readonly Reference[];
};

for (const variant of variants)
  describeWhere(hasWeights(variant), 'no weights of EfficientNet', `EfficientNet ${variant} of the set-up`, () => {
    const mine = references.filter((reference) => reference.variant === variant);
    beforeAll(() => selectBackend());

    it('gives the features and classes of the Python package', async () => {
      const weights = await readWeights(variant);
      const store = new ParameterStore(0);
      for (const { image, size, ...expected } of mine) {
        tf.tidy(() => {
          const features = towerOf(variant, weights, size, store).features(made(image, size));
          const values = [...features.dataSync()];
          const context = `${variant} ${image} ${size}`;
          const close = (value: number, digits: number) => expect.closeTo(value, digits) as number;
          expect({ context, features: values.slice(0, 8) }).toEqual({
            context,
            features: expected.features.map((value) => close(value, 4)),
          });
          const logits = classified(features, weights);
          const label = tf.argMax(logits, 1).dataSync()[0]!;
          expect({
            ...{ context, label, logit: tf.max(logits).dataSync()[0]!, length: Math.hypot(...values) },
            mean: values.reduce((sum, value) => sum + value, 0) / values.length,
          }).toEqual({
            ...{ context, label: expected.label, logit: close(expected.logit, 3), length: close(expected.length, 3) },
            mean: close(expected.sum / values.length, 5),
          });
        });
      }
      store.dispose();
    });
  });

const towerOf = (variant: Variant, weights: StateDict, imageSize: number, store: ParameterStore) =>
  new EfficientNet(new Scope(store, (path) => path), liteArchitecture(variant), {
    ...{ imageSize, freeze: 'all', statistics: 'running', values: valuesOf(weights) },
    ...{ projection: 'linear', projectionBias: false, embeddingWidth: 4 },
  });

/** A made image as towers take it. */
function made(name: keyof typeof images, size: number): Tensor4D {
  const { mean, std } = clipNormalisation;
  const values = Float32Array.from({ length: 3 * size * size }, (_, i) => {
    const [c, position] = [i % 3, Math.floor(i / 3)];
    const level = images[name](position % size, Math.floor(position / size), c, size);
    return (level / 255 - mean[c]!) / std[c]!;
  });
  return tf.tensor4d(values, [1, size, size, 3]);
}

function classified(features: Tensor2D, weights: StateDict): Tensor2D {
  const kernel = tf.tensor2d(toFloat32(weights.get('_fc.weight')!), [1000, 1280]);
  return tf.add(tf.matMul(features, kernel, false, true), tf.tensor1d(toFloat32(weights.get('_fc.bias')!)));
}
