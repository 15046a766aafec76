import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Tensor2D } from '@alignclip/core';
import { intraModalitySeparation } from './intra-modality-separation';
import { describeLossTerm, randomBatch } from './testing';

for (const form of ['official', 'paper'] as const) {
  for (const options of [
    {},
    { modalities: 'image' },
    { modalities: 'text' },
    { rescale: false },
    { similarity: 'non-negative' },
  ] as const) {
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

  it('takes a negative S as 0 with similarity: non-negative, and leaves other values', () =>
    tf.tidy(() => {
      const withS = (S: number): EmbeddedBatch => ({
        ...twoPairs(),
        semanticSimilarity: tf.tensor2d([
          [1, S],
          [S, 1],
        ]),
      });
      const row = (D: number, pair: number) => 2 * D * 0.6 - 2 * pair;
      const byHand = (D: number) => (softplus(row(D, 1)) + softplus(row(D, 0.8))) / 2;
      const image = { modalities: 'image' } as const;
      expect(value(image, withS(-0.5))).toBeCloseTo(byHand(1.5), 6);
      expect(value({ ...image, similarity: 'as-is' }, withS(-0.5))).toBeCloseTo(byHand(1.5), 6);
      expect(value({ ...image, similarity: 'non-negative' }, withS(-0.5))).toBeCloseTo(byHand(1), 6);
      expect(value({ ...image, similarity: 'non-negative' }, withS(0.75))).toBeCloseTo(byHand(0.25), 6);
    }));

  it('has with a negative S a smaller gradient in the logit scale where S counts as 0, by hand', () =>
    tf.tidy(() => {
      const batch = twoPairs();
      const S = tf.tensor2d([
        [1, -0.5],
        [-0.5, 1],
      ]);
      const slope = (similarity: 'as-is' | 'non-negative') =>
        tf
          .grad((logitScale) =>
            intraModalitySeparation
              .make({ modalities: 'image', similarity })
              .compute({ ...batch, semanticSimilarity: S, logitScale: logitScale as tf.Scalar }),
          )(batch.logitScale)
          .dataSync()[0]!;
      // d/ds softplus(s · a) = a · sigmoid(s · a), a = D · .6 − ⟨v_i,t_i⟩
      const term = (a: number) => a / (1 + Math.exp(-2 * a));
      const byHand = (D: number) => (term(0.6 * D - 1) + term(0.6 * D - 0.8)) / 2;
      expect(slope('as-is')).toBeCloseTo(byHand(1.5), 5);
      expect(slope('non-negative')).toBeCloseTo(byHand(1), 5);
      expect(byHand(1.5)).toBeGreaterThan(byHand(1));
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
