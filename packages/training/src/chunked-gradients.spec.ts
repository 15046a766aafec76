import { selectBackend, tf } from '@alignclip/backend';
import type { Tensor } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { chunkedGradients } from './chunked-gradients';
import { batchGradients } from './gradients';
import { Objective } from './objective';
import { splitBatch } from './batches/split-batch';
import { tinyRun } from './testing/tiny-run';
import { coupled, infoNce, viewDistance } from './testing/tiny-terms';

beforeAll(() => selectBackend());

describe('chunkedGradients', () => {
  it.each([1, 2, 3, 6])('equals the gradient of the undivided batch with %i chunks', async (count) => {
    const { model, objective, parameters, batches } = await tinyRun({}, [infoNce, coupled], 6);
    const batch = await batches.next(0);
    const whole = batchGradients(model, objective, parameters, batch);
    const chunked = chunkedGradients(model, objective, parameters, { own: splitBatch(batch, count), given: {} });
    expect(chunked.losses()['L']).toBeCloseTo(whole.losses()['L']!, 5);
    expect(Object.keys(chunked.gradients).sort()).toEqual(Object.keys(whole.gradients).sort());
    for (const [address, gradient] of Object.entries(whole.gradients)) {
      const error = tf.max(tf.abs(tf.sub(gradient, chunked.gradients[address] as Tensor))).dataSync()[0];
      expect(error).toBeLessThan(1e-5);
    }
  });
});

describe('chunkedGradients with views', () => {
  it.each([1, 2, 4])(
    'goes back through both views of each image and to the term’s own values, %i chunks',
    async (count) => {
      const store = new ParameterStore(7);
      const { model, objective, parameters, batches } = await tinyRun(
        {},
        [infoNce, viewDistance(store)],
        6,
        undefined,
        store,
      );
      const batch = await batches.next(0);
      const whole = batchGradients(model, objective, parameters, batch);
      const withoutViews = batchGradients(model, new Objective([infoNce]), parameters, batch);
      const chunked = chunkedGradients(model, objective, parameters, { own: splitBatch(batch, count), given: {} });
      expect(Object.keys(chunked.gradients).sort()).toEqual(Object.keys(whole.gradients).sort());
      expect(Object.keys(whole.gradients)).toContain('losses/view-distance/factor');
      const distance = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
      for (const [address, gradient] of Object.entries(whole.gradients))
        expect(distance(gradient, chunked.gradients[address]!)).toBeLessThan(1e-5);
      const kernel = 'image/kernel';
      expect(distance(whole.gradients[kernel]!, withoutViews.gradients[kernel]!)).toBeGreaterThan(1e-3);
      store.dispose();
    },
  );
});
