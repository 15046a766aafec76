import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Tensor2D } from '@alignclip/core';
import { intraModalitySeparation } from './intra-modality-separation';
import { describeLossTerm, randomBatch } from './testing';

for (const form of ['official', 'paper'] as const) {
  for (const options of [{}, { modalities: 'image' }, { modalities: 'text' }, { rescale: false }] as const) {
    describeLossTerm(`intra-modality-separation, ${JSON.stringify({ form, ...options })}`, () =>
      intraModalitySeparation.make({ form, ...options }),
    );
  }
}

describe('intraModalitySeparation', () => {
  const value = (options: object, batch: EmbeddedBatch): number =>
    intraModalitySeparation.make(options).compute(batch).dataSync()[0]!;
  const random = () => randomBatch({ pairs: 5, width: 6, logitScale: 8 });
  /** Two pairs with ⟨v_1,v_2⟩ = .6, ⟨t_1,t_2⟩ = 0, ⟨v_i,t_i⟩ = 1 and .8, 1 − S = ¼ off the diagonal. */
  const twoPairs = (): EmbeddedBatch & { readonly semanticSimilarity: Tensor2D } => ({
    image: tf.tensor2d([
      [1, 0],
      [0.6, 0.8],
    ]),
    text: tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
    logitScale: tf.scalar(2),
    semanticSimilarity: tf.tensor2d([
      [1, 0.75],
      [0.75, 1],
    ]),
  });
  const softplus = (x: number) => Math.log1p(Math.exp(x));

  it('is the paper’s equation on two pairs worked by hand', () =>
    tf.tidy(() => {
      const image = (2 * 0.25 * 0.6 - 2 * 1 + (2 * 0.25 * 0.6 - 2 * 0.8)) / 2;
      const text = (0 - 2 * 1 + (0 - 2 * 0.8)) / 2;
      expect(value({ form: 'paper', modalities: 'image' }, twoPairs())).toBeCloseTo(image, 6);
      expect(value({ form: 'paper', modalities: 'text' }, twoPairs())).toBeCloseTo(text, 6);
      expect(value({ form: 'paper' }, twoPairs())).toBeCloseTo(image + text, 6);
    }));

  it('is the mean softplus of the paper’s rows in the official form', () =>
    tf.tidy(() => {
      const rows = [2 * 0.25 * 0.6 - 2, 2 * 0.25 * 0.6 - 1.6];
      const official = (softplus(rows[0]!) + softplus(rows[1]!)) / 2;
      expect(value({ modalities: 'image' }, twoPairs())).toBeCloseTo(official, 6);
    }));

  it('is D = 1 off the diagonal without rescaling, in both forms', () =>
    tf.tidy(() => {
      const unlike = { ...random(), semanticSimilarity: tf.eye(5) };
      for (const form of ['official', 'paper']) {
        expect(value({ form, rescale: false }, random())).toBeCloseTo(value({ form }, unlike), 5);
      }
    }));

  it('does not separate captions of one meaning', () =>
    tf.tidy(() => {
      const alike = { ...random(), semanticSimilarity: tf.ones<tf.Rank.R2>([5, 5]) };
      const gradient = tf.grad((image) =>
        tf.sub(
          intraModalitySeparation.make({ modalities: 'image' }).compute({
            ...alike,
            image: image as tf.Tensor2D,
          }),
          intraModalitySeparation.make({ modalities: 'text' }).compute({
            ...alike,
            image: image as tf.Tensor2D,
          }),
        ),
      )(alike.image);
      expect(Math.max(...tf.abs(gradient).dataSync())).toBeLessThan(1e-6);
    }));

  it('says what to do where a batch has no S or no negatives', () =>
    tf.tidy(() => {
      const { image, text, logitScale } = random();
      expect(() => value({}, { image, text, logitScale })).toThrow(/name a teacher, or set rescale: false/);
      const one = randomBatch({ pairs: 1, width: 6, logitScale: 8 });
      expect(() => value({ form: 'paper' }, one)).toThrow(/batch size of at least 2/);
    }));

  it('refuses an unknown form by naming the value', () => {
    // @ts-expect-error -- misspelt
    expect(() => intraModalitySeparation.make({ form: 'offical' })).toThrow(/option "form" = "offical"/);
  });
});
