import { profileLines } from './profile-lines';

const profile = {
  steps: 4,
  total: 20,
  processor: 31,
  parts: { batch: 1, 'forward and backward': 15, optimizer: 3, rest: 1 },
  operations: Array.from({ length: 17 }, (_, i) => ({ name: `Op${i}`, ms: 17 - i, calls: 2 })),
  peakMB: 640,
};

describe('profileLines', () => {
  it('shows each part with its share of a step', () => {
    const lines = profileLines(profile);
    expect(lines.find((line) => line.startsWith('forward and backward'))).toMatch(/15\.00\s+75\.0 %$/);
    expect(lines.at(-1)).toContain('31 ms a step');
    expect(lines.at(-1)).toContain('640 MB');
  });

  it('adds up the operations that it does not show', () => {
    const lines = profileLines(profile);
    expect(lines.find((line) => line.startsWith('2 other operations'))).toMatch(/3\.00\s+15\.0 %\s+4$/);
    expect(lines.some((line) => line.startsWith('Op15'))).toBe(false);
  });

  it('says why there are no operations', () => {
    expect(profileLines({ ...profile, operations: [] }).join('\n')).toContain('only the TensorFlow backend');
  });
});
