import { matMul, selectBackend, tf } from '@alignclip/backend';
import type { LossTerm, Scalar, Tensor } from '@alignclip/core';
import { batchGradients, chunkedGradients } from './gradients';
import { splitBatch } from './batches/split-batch';
import { infoNce, tinyRun } from './testing/tiny-run';

beforeAll(() => selectBackend());

/** A term that couples the whole batch, as IMSep and CyCLIP do. */
const coupled: LossTerm = {
  symbol: 'L_coupled',
  weight: 0.5,
  compute: ({ image, text }) => {
    const difference = tf.sub(matMul(image, image, false, true), matMul(text, text, false, true));
    return tf.mean(tf.square(difference)) as Scalar;
  },
};

describe('chunkedGradients', () => {
  it.each([2, 3, 6])('equals the gradient of the undivided batch with %i chunks', async (count) => {
    const { model, objective, parameters, batches } = await tinyRun({}, [infoNce, coupled], 6);
    const batch = await batches.batch(0);
    const whole = batchGradients(model, objective, parameters, batch);
    const chunked = chunkedGradients(model, objective, parameters, splitBatch(batch, count), undefined);
    expect(chunked.losses['L']).toBeCloseTo(whole.losses['L']!, 5);
    expect(Object.keys(chunked.gradients).sort()).toEqual(Object.keys(whole.gradients).sort());
    for (const [address, gradient] of Object.entries(whole.gradients)) {
      const error = tf.max(tf.abs(tf.sub(gradient, chunked.gradients[address] as Tensor))).dataSync()[0];
      expect(error).toBeLessThan(1e-5);
    }
  });
});

describe('batchGradients', () => {
  it('reports every term and the weighted sum', async () => {
    const { model, objective, parameters, batches } = await tinyRun({}, [infoNce, coupled]);
    const { losses } = batchGradients(model, objective, parameters, await batches.batch(0));
    expect(losses['L']).toBeCloseTo(losses['L_CLIP']! + 0.5 * losses['L_coupled']!, 5);
  });
});
