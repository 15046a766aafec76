import type { Tensor } from '@alignclip/core';
import { describeWhere, itWhere } from '@alignclip/core/testing';
import { selectBackend } from '../select-backend';
import { hasAddOn, hasTensorflow, noAddOn, noTensorflow } from '../testing/has-add-on';
import { randomMatrix } from '../testing/random-matrix';
import { withoutCustomOps } from '../testing/without-custom-ops';
import { tf } from '../tf';
import { adamWStep } from './adam-w-step';
import { TensorflowAdamW } from './tensorflow-adam-w';

const settings = { learningRate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-6 };
const shapes = [[3, 5], [4], [], [3, 5], [3, 5], [4]];
const weightDecay = [0.1, 0, 0, 0.1, 0, 0];

const made = (seed: number): Tensor[] =>
  shapes.map((shape, i) => tf.reshape(tf.tensor(randomMatrix(seed + i, 1, tf.util.sizeFromShape(shape))), shape));
const numbers = (tensors: readonly Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);
const copies = (tensors: readonly Tensor[]) => tensors.map((tensor) => tf.tidy(() => tf.mul(tensor, 1)));

describeWhere(hasTensorflow(), noTensorflow, 'TensorflowAdamW', () => {
  const before = withoutCustomOps(selectBackend);

  itWhere(hasAddOn(), noAddOn, 'is left to our own operation where it is loaded', () => {
    process.env['ALIGNCLIP_CUSTOM_OPS'] = before ?? '';
    expect(TensorflowAdamW.of([], [])).toBeUndefined();
    process.env['ALIGNCLIP_CUSTOM_OPS'] = 'off';
  });

  it('agrees with adamWStep over steps, also where a parameter is changed between them, and leaves no tensor', () => {
    const start = tf.memory().numTensors;
    tf.tidy(() => {
      const [first, second] = [made(50), made(60).map((x) => tf.square(x))];
      let [ours, state] = [made(1), { parameters: made(1), first, second }];
      const update = TensorflowAdamW.of(ours, weightDecay, { first, second })!;
      for (let step = 3; step <= 7; step += 1) {
        const gradients = made(100 * step);
        ours = update.step(ours, gradients, { ...settings, step });
        state = adamWStep({ ...state, gradients }, { ...settings, step, weightDecay });
        if (step !== 5) continue;
        ours[3] = tf.mul(ours[3]!, 2);
        state.parameters[3] = tf.mul(state.parameters[3]!, 2);
      }
      const moments = update.moments();
      for (const [mine, theirs] of [
        [ours, state.parameters],
        [moments.first, state.first],
        [moments.second, state.second],
      ] as const)
        mine.forEach((tensor, i) => {
          expect(tensor.shape).toEqual(shapes[i]);
          expect(tf.max(tf.abs(tf.sub(tensor, theirs[i]!))).dataSync()[0]).toBeLessThan(2e-6);
        });
      update.dispose();
    });
    expect(tf.memory().numTensors).toBe(start);
  });

  it('goes on bit for bit from the moments and values of another', () => {
    tf.tidy(() => {
      const whole = TensorflowAdamW.of(made(1), weightDecay)!;
      let values = whole.step(made(1), made(2), { ...settings, step: 1 });
      const held = { values: copies(values), ...whole.moments() };
      const kept = numbers([...held.first, ...values]);
      values = whole.step(values, made(3), { ...settings, step: 2 });
      expect(numbers([...held.first, ...held.values])).toEqual(kept); // what was read is not changed by the next step
      const other = TensorflowAdamW.of(held.values, weightDecay, held)!;
      expect(numbers(other.step(held.values, made(3), { ...settings, step: 2 }))).toEqual(numbers(values));
      expect(numbers(other.moments().second)).toEqual(numbers(whole.moments().second));
      whole.dispose();
      other.dispose();
    });
  });
});
