import { selectBackend, tf } from '@alignclip/backend';
import { random, type EmbeddedBatch, type LossTerm, type Signal, type Tensor } from '@alignclip/core';
import { analyticGradients, inputs, numericDerivative, type Input } from './numeric-gradient';
import { randomBatch, reorder, tensorsOf, type WholeBatch } from './random-batch';

const shape = { pairs: 6, width: 8, logitScale: 10 };
const stepOf = (input: Input) => (input === 'logitScale' ? 0.1 : 0.01);

/**
 * The contract of a loss term, to be called at the top level of its spec:
 * `describeLossTerm('clip', () => clip.make({}))`. `make` is called once, on a ready backend.
 */
export function describeLossTerm(name: string, make: () => LossTerm): void {
  describe(`${name} as a loss term`, () => {
    let term: LossTerm;
    beforeAll(async () => {
      await selectBackend();
      term = make();
    });
    const value = (batch: EmbeddedBatch): number => tf.tidy(() => term.compute(batch).dataSync()[0]!);

    it('has a symbol and a weight', () => {
      expect(term.symbol).toMatch(/^L_\w+$/);
      expect(term.weight).toBeGreaterThanOrEqual(0);
    });

    it('is a finite scalar', () => {
      const loss = tf.tidy(() => term.compute(randomBatch(shape)));
      expect(loss.shape).toEqual([]);
      expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
      loss.dispose();
    });

    it('names every signal that it reads', () => {
      const batch = randomBatch(shape);
      const { image, text, logitScale } = batch;
      const parts: Readonly<Record<Signal, readonly (keyof WholeBatch)[]>> = {
        ...{ semanticSimilarity: ['semanticSimilarity'], labels: ['labels'], views: ['firstView', 'secondView'] },
        ...{ imageRaw: ['imageRaw'], textRaw: ['textRaw'], features: ['imageFeatures', 'textFeatures'] },
        ...{ viewRows: ['imageView'], textViews: ['textView', 'textViewFeatures'] },
        ...{ frozen: ['frozen'], progress: ['progress'], draws: ['draws'] },
      };
      const needed = (term.needs ?? []).flatMap((need) => parts[need]);
      const asked = Object.fromEntries(needed.map((part) => [part, batch[part]])) as Partial<EmbeddedBatch>;
      expect(value({ image, text, logitScale, ...asked })).toBe(value(batch));
    });

    it('does not depend on the order of the batch', () => {
      const batch = randomBatch(shape);
      expect(value(reorder(batch, [3, 5, 4, 1, 0, 2]))).toBeCloseTo(value(batch), 4);
    });

    it.each(inputs)('has the gradient of its value with respect to %s', (input) => {
      tf.tidy(() => {
        const batch = randomBatch(shape);
        const gradient = analyticGradients(term, batch)[input];
        expect(gradient.shape).toEqual(batch[input].shape);
        const trials = isRead(term, batch, input) ? 8 : 1;
        for (let trial = 0; trial < trials; trial++) {
          const direction = unitDirection(batch[input].shape, trial);
          const analytic = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
          const numeric = numericDerivative(term, batch, input, direction, stepOf(input));
          expect(Math.abs(analytic - numeric)).toBeLessThan(2e-3 * Math.max(1, Math.abs(analytic)));
        }
      });
    });

    it('stays finite at logit scale 100 with repeated pairs and captions', () => {
      tf.tidy(() => {
        const batch = repeatFirst(randomBatch({ ...shape, logitScale: 100 }));
        expect(Number.isFinite(value(batch))).toBe(true);
        for (const gradient of Object.values(analyticGradients(term, batch))) {
          expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
        }
      });
    });

    it('keeps no tensor and disposes none of its inputs', () => {
      const batch = randomBatch(shape);
      const before = tf.memory().numTensors;
      value(batch);
      tf.dispose(analyticGradients(term, batch));
      expect(tf.memory().numTensors).toBe(before);
      const all = tensorsOf(batch);
      expect(all.some((tensor) => tensor.isDisposed)).toBe(false);
      tf.dispose(all);
    });
  });
}

/** Whether other numbers of an input give another value. */
const isRead = (term: LossTerm, batch: WholeBatch, input: Input): boolean => {
  const moved = { ...batch, [input]: tf.mul(1.1, tf.reverse(batch[input])) };
  return term.compute(moved).dataSync()[0] !== term.compute(batch).dataSync()[0];
};

/** The second half of the batch becomes copies of its first pair. */
const repeatFirst = (batch: WholeBatch) =>
  reorder(
    batch,
    Array.from({ length: shape.pairs }, (_, i) => (i < shape.pairs / 2 ? i : 0)),
  );

function unitDirection(dimensions: number[], trial: number): Tensor {
  const draw = random('direction', trial);
  const values = tf.tensor(
    Array.from({ length: dimensions.reduce((a, b) => a * b, 1) }, () => draw.normal()),
    dimensions,
  );
  return tf.div(values, tf.norm(values));
}
