import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { learnedLogitScale } from './learned-logit-scale';

beforeAll(() => selectBackend());

function make(options: Parameters<typeof learnedLogitScale.make>[0] = {}) {
  const store = new ParameterStore(0);
  const temperature = learnedLogitScale.make(options, store);
  const scale = () => tf.tidy(() => temperature.logitScale().dataSync()[0]!);
  return { temperature, scale, logarithm: store.get(store.addresses[0]!)! };
}

describe('learnedLogitScale', () => {
  it("starts at CLIP's 1/.07, or where the option says", () => {
    expect(make().scale()).toBeCloseTo(1 / 0.07, 4);
    expect(make({ start: 100 }).scale()).toBeCloseTo(100, 3);
  });

  it('learns the logarithm: the gradient of the scale by its parameter is the scale', () => {
    const { temperature, logarithm } = make({ start: 20 });
    const { value, grads } = tf.variableGrads(() => tf.mul<Scalar>(temperature.logitScale(), 1), [logarithm]);
    expect(grads[logarithm.name]!.dataSync()[0]).toBeCloseTo(20, 3);
    tf.dispose([value, grads]);
  });

  it.each([
    ['above', 5, {}, 100],
    ['below', -1, {}, 1],
    ['above bounds of its own', 5, { minimum: 2, maximum: 50 }, 50],
    ['below bounds of its own', -1, { minimum: 2, maximum: 50 }, 2],
  ])('clamps a parameter %s', (_, value, options, bound) => {
    const { temperature, scale, logarithm } = make(options);
    logarithm.assign(tf.scalar(value));
    temperature.clamp();
    expect(scale()).toBeCloseTo(bound, 3);
  });

  it('with a divisor c, is exp(ν/c): the slope is that of the scale over c', () => {
    const { temperature, scale, logarithm } = make({ start: 20, divisor: 10, rate: 0.1 });
    expect(scale()).toBeCloseTo(20, 3);
    const { value, grads } = tf.variableGrads(() => tf.mul<Scalar>(temperature.logitScale(), 1), [logarithm]);
    expect(grads[logarithm.name]!.dataSync()[0]).toBeCloseTo(2, 3);
    logarithm.assign(tf.scalar(99));
    temperature.clamp();
    expect(scale()).toBeCloseTo(100, 2);
    tf.dispose([value, grads]);
  });

  it('keeps its options as they were', () => {
    expect(Object.keys(learnedLogitScale({}).options).sort()).toEqual(['maximum', 'minimum', 'start']);
  });

  it('leaves a parameter inside the bounds and the count of tensors alone', () => {
    const { temperature, scale } = make({ start: 30 });
    temperature.clamp();
    const before = tf.memory().numTensors;
    temperature.clamp();
    expect(scale()).toBeCloseTo(30, 4);
    expect(tf.memory().numTensors).toBe(before);
  });
});
