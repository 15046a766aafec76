import { tf } from '@alignclip/backend';
import type { ImageEncoder, TextEncoder } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { featureSeparation, inModalUniformity, orthogonality } from './feature-separation';
import { describeLossTerm, randomBatch } from './testing';

const towers = (featureWidth?: number) => {
  const common = { embeddingWidth: 8, ...(featureWidth !== undefined && { featureWidth }) };
  const image: ImageEncoder = { ...common, modality: 'image', size: 8, embed: (images) => tf.reshape(images, [-1, 8]) };
  const text: TextEncoder = { ...common, modality: 'text', contextLength: 8, embed: (ids) => ids };
  return [image, text] as const;
};

describeLossTerm('feature-separation', () => featureSeparation.make({}, new ParameterStore(0), ...towers(8)));

describe('feature-separation', () => {
  it('trains a matrix for each modality', () => {
    const store = new ParameterStore(0);
    const term = featureSeparation.make({ width: 8 }, store, ...towers(8));
    expect(store.addresses).toEqual(
      ['image', 'text'].flatMap((side) =>
        ['kernel', 'bias'].map((path) => `losses/feature-separation/${side}/${path}`),
      ),
    );
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => term.compute(randomBatch({ pairs: 5, width: 8, logitScale: 4 })));
      expect(Object.values(grads).filter((gradient) => tf.norm(gradient).dataSync()[0]! > 0)).toHaveLength(4);
    });
    store.dispose();
  });

  it('refuses towers without features', () => {
    const make = () => featureSeparation.make({}, new ParameterStore(0), ...towers());
    expect(make).toThrow('L_Sep needs the features of the image encoder, which has none');
  });
});

describe('its parts', () => {
  it('are 0 for orthogonal rows, and log 2N for equal ones', () =>
    tf.tidy(() => {
      const [x, y] = [
        [1, 0],
        [0, 1],
      ].map((row) => tf.tensor2d([row, row, row]));
      expect(orthogonality({ image: x!, text: y! }, { image: y!, text: x! }).dataSync()[0]).toBe(0);
      expect(orthogonality({ image: x!, text: y! }, { image: x!, text: y! }).dataSync()[0]).toBe(2);
      expect(inModalUniformity(x!, y!).dataSync()[0]).toBeCloseTo(Math.log(6), 5);
    }));
});
