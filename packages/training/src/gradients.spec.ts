import { matMul, selectBackend, tf } from '@alignclip/backend';
import type { LossTerm, Scalar } from '@alignclip/core';
import { batchGradients } from './gradients';
import { infoNce, tinyRun } from './testing/tiny-run';

beforeAll(() => selectBackend());

/** A term that couples the whole batch, as IMSep and CyCLIP do. */
const coupled: LossTerm = {
  symbol: 'L_coupled',
  weight: 0.5,
  compute: ({ image, text }) => {
    const difference = tf.sub(matMul(image, image, false, true), matMul(text, text, false, true));
    return tf.mean<Scalar>(tf.square(difference));
  },
};

describe('batchGradients', () => {
  it('reports every term and the weighted sum', async () => {
    const { model, objective, parameters, batches } = await tinyRun({}, [infoNce, coupled]);
    const losses = batchGradients(model, objective, parameters, await batches.next(0)).losses();
    expect(losses['L']).toBeCloseTo(losses['L_CLIP']! + 0.5 * losses['L_coupled']!, 5);
  });
});
