import type { Tensor } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { hasAddOn, noAddOn } from '../testing/has-add-on';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { adamWStep } from './adam-w-step';

const settings = { learningRate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: [0.1, 0, 0.1, 0.3] };
const shapes = [[3, 5], [1], [2, 16], [7, 1, 3]];
const numbers = (seed: number): number[][] =>
  shapes.map((shape, index) => randomMatrix(seed + index, 1, tf.util.sizeFromShape(shape))[0]!);

/** torch.optim.AdamW, one number at a time. */
function reference(p: number, m: number, v: number, g: number, decay: number, step: number): [number, number, number] {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const first = beta1 * m + (1 - beta1) * g;
  const second = beta2 * v + (1 - beta2) * g * g;
  const spread = Math.sqrt(second) / Math.sqrt(1 - beta2 ** step) + epsilon;
  return [p * (1 - learningRate * decay) - (learningRate / (1 - beta1 ** step)) * (first / spread), first, second];
}

onEachBackend('adamWStep', () => {
  it('follows torch over three steps for several shapes and decays', () => {
    const before = tf.memory().numTensors;
    const tensors = (values: number[][]): Tensor[] => values.map((list, i) => tf.tensor(list, shapes[i]));
    let state = {
      parameters: numbers(1),
      first: shapes.map((s) => Array(tf.util.sizeFromShape(s)).fill(0) as number[]),
      second: [] as number[][],
    };
    state.second = state.first.map((list) => [...list]);
    let held = { parameters: tensors(state.parameters), first: tensors(state.first), second: tensors(state.second) };
    for (let step = 1; step <= 3; step++) {
      const slopes = numbers(100 * step);
      const gradients = tensors(slopes);
      const next = adamWStep({ ...held, gradients }, { ...settings, step });
      tf.dispose([gradients, ...Object.values(held)]);
      held = next;
      const rows = state.parameters.map((list, i) =>
        list.map((p, j) =>
          reference(p, state.first[i]![j]!, state.second[i]![j]!, slopes[i]![j]!, settings.weightDecay[i]!, step),
        ),
      );
      const column = (k: 0 | 1 | 2): number[][] => rows.map((list) => list.map((row) => row[k]));
      state = { parameters: column(0), first: column(1), second: column(2) };
    }
    for (const name of ['parameters', 'first', 'second'] as const) {
      held[name].forEach((tensor, i) => {
        expect(tensor.shape).toEqual(shapes[i]);
        tensor.dataSync().forEach((number, j) => expect(Math.abs(number - state[name][i]![j]!)).toBeLessThan(1e-6));
      });
    }
    tf.dispose(Object.values(held));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeWhere(hasAddOn(), noAddOn, 'adamWStep with used up values', () => {
  beforeAll(() => tf.setBackend('tensorflow'));

  it('writes new values over old ones that it made, but not where a copy or a reshaped one exists', () => {
    tf.tidy(() => {
      const tensors = (seed: number): Tensor[] => numbers(seed).map((list, i) => tf.tensor(list, shapes[i]));
      const zeros = () => shapes.map((shape) => tf.zeros(shape));
      const given = { parameters: tensors(1), first: zeros(), second: zeros(), gradients: tensors(9), isUsedUp: true };
      const values = (list: readonly Tensor[]): string[] => list.map((tensor) => tensor.dataSync().join());
      const start = values(given.parameters);
      const one = adamWStep(given, { ...settings, step: 1 });
      expect(values(given.parameters)).toEqual(start);
      const [copied, , reshaped] = values(one.parameters);
      const others = [one.parameters[0]!.clone(), tf.reshape(one.parameters[2]!, [-1])];
      const plain = adamWStep({ ...given, ...one, isUsedUp: false }, { ...settings, step: 2 });
      const two = adamWStep({ ...given, ...one }, { ...settings, step: 2 });
      for (const name of ['parameters', 'first', 'second'] as const)
        expect(values(two[name])).toEqual(values(plain[name]));
      expect(values(others)).toEqual([copied, reshaped]);
      expect(values(one.parameters).map((now, i) => now === values(two.parameters)[i])).toEqual([
        false,
        true,
        false,
        true,
      ]);
    });
  });
});
