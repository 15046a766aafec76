import { random } from '@alignclip/core';
import { initialisation } from './initialisation-scheme';
import type { Initialiser } from './initialisation-scheme';

const deviation = (initialise: Initialiser) => {
  const values = initialise([200, 100], random('initialisation'));
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
};

describe('initialisation', () => {
  it('has the standard deviations of CLIP', () => {
    const [width, layers] = [64, 12];
    const scheme = initialisation('clip', width, layers, 256);
    expect(deviation(scheme.qkv)).toBeCloseTo(width ** -0.5, 2);
    expect(deviation(scheme.attentionOutput)).toBeCloseTo(width ** -0.5 * (2 * layers) ** -0.5, 3);
    expect(deviation(scheme.mlpOutput)).toBeCloseTo(width ** -0.5 * (2 * layers) ** -0.5, 3);
    expect(deviation(scheme.mlpInput)).toBeCloseTo((2 * width) ** -0.5, 3);
    expect(deviation(scheme.bias(64))).toBe(0);
  });

  it('has the bounds of the framework defaults under `pytorch`', () => {
    const scheme = initialisation('pytorch', 64, 12, 256);
    const largest = (initialise: Initialiser) => Math.max(...initialise([500], random(1)).map(Math.abs));
    expect(largest(scheme.mlpOutput)).toBeLessThanOrEqual(1 / 16);
    expect(largest(scheme.mlpOutput)).toBeGreaterThan(0.05);
    expect(largest(scheme.qkv)).toBeLessThanOrEqual(Math.sqrt(6 / 256));
  });
});
