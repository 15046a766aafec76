import { selectBackend, tf } from '@alignclip/backend';
import { fixedLogitScale } from './fixed-logit-scale';

beforeAll(() => selectBackend());

describe('fixedLogitScale', () => {
  it('is the value that it is given, after a clamp too', () => {
    const temperature = fixedLogitScale.make({ value: 250 });
    temperature.clamp();
    expect(tf.tidy(() => temperature.logitScale().dataSync()[0])).toBe(250);
  });

  it("is CLIP's upper bound by default", () => {
    expect(tf.tidy(() => fixedLogitScale.make({}).logitScale().dataSync()[0])).toBe(100);
  });

  it('asks for no parameter', () => {
    expect(fixedLogitScale.inject).toEqual([]);
  });

  it('refuses a scale that is not above 0', () => {
    expect(() => fixedLogitScale({ value: -1 })).toThrow('option "value" = -1');
  });
});
