import { matrixFromRows } from '../matrix/rows';
import { zeroShotWeights } from './zero-shot';

describe('zeroShotWeights', () => {
  it('is the normalised mean of normalised prompts', () => {
    const prompts = matrixFromRows([
      [9, 0],
      [0, 1],
      [0, 2],
      [0, 5],
    ]);
    const { rows, values } = zeroShotWeights(prompts, 2);
    expect(rows).toBe(2);
    [Math.SQRT1_2, Math.SQRT1_2, 0, 1].forEach((want, k) => expect(values[k]).toBeCloseTo(want, 6));
    expect(() => zeroShotWeights(prompts, 3)).toThrow("can't be 3 for each class");
  });
});
