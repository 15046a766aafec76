import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { softplusLogitScale } from './softplus-logit-scale';

beforeAll(() => selectBackend());

function make(options: Parameters<typeof softplusLogitScale.make>[0] = {}) {
  const store = new ParameterStore(0);
  const temperature = softplusLogitScale.make(options, store);
  const scale = () => tf.tidy(() => temperature.logitScale().dataSync()[0]!);
  return { temperature, scale, parameter: store.get('logit-scale-softplus')!, store };
}

describe('softplusLogitScale', () => {
  it.each([0.5, 14.3, 100])('starts at %d', (start) => {
    expect(make({ start }).scale()).toBeCloseTo(start, 4);
  });

  it.each([0.5, 3, 60])('has the slope σ(ν) = 1 − exp(−s) at s = %d', (start) => {
    const { temperature, parameter } = make({ start, minimum: 0.1 });
    const { value, grads } = tf.variableGrads(() => tf.mul<Scalar>(temperature.logitScale(), 1), [parameter]);
    expect(grads[parameter.name]!.dataSync()[0]).toBeCloseTo(1 - Math.exp(-start), 5);
    tf.dispose([value, grads]);
  });

  it.each([
    [500, 100],
    [-20, 1],
  ])('clamps ν = %d', (value, bound) => {
    const { temperature, scale, parameter } = make();
    parameter.assign(tf.scalar(value));
    temperature.clamp();
    expect(scale()).toBeCloseTo(bound, 4);
  });

  it('has its own learning rate', () => {
    expect(make({ rate: 0.1 }).store.rates.get('logit-scale-softplus')).toBe(0.1);
    expect(make().store.rates.size).toBe(0);
  });
});
