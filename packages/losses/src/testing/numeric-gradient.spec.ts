import { selectBackend, tf } from '@alignclip/backend';
import type { LossTerm } from '@alignclip/core';
import { analyticGradients, numericDerivative } from './numeric-gradient';
import { randomBatch, tensorsOf } from './random-batch';

const fourthPower: LossTerm = {
  symbol: 'L_fourth',
  weight: 1,
  compute: ({ logitScale }) => tf.pow(logitScale, tf.scalar(4)),
};

beforeAll(async () => {
  await selectBackend();
});

describe('numericDerivative', () => {
  it('is exact for polynomials of degree four', () => {
    const derivative = tf.tidy(() =>
      numericDerivative(
        fourthPower,
        randomBatch({ pairs: 2, width: 2, logitScale: 2 }),
        'logitScale',
        tf.scalar(1),
        0.5,
      ),
    );
    expect(derivative).toBeCloseTo(4 * 2 ** 3, 4);
  });
});

describe('analyticGradients', () => {
  it('is zero for inputs that the term does not read', () => {
    const batch = randomBatch({ pairs: 2, width: 2, logitScale: 2 });
    const gradients = analyticGradients(fourthPower, batch);
    expect(gradients.logitScale.dataSync()[0]).toBeCloseTo(32, 4);
    expect([...gradients.image.dataSync()]).toEqual([0, 0, 0, 0]);
    expect(gradients.text.shape).toEqual([2, 2]);
    tf.dispose([tensorsOf(batch), gradients]);
  });
});
