import { random } from '@alignclip/core';
import { varianceComponents } from './variance-components';

/** Values whose components have these standard deviations. */
function made(folds: number, seeds: number, [data, training, rest]: readonly [number, number, number]) {
  const stream = random('variance-spec', folds, seeds);
  const ofSeed = Array.from({ length: seeds }, () => training * stream.normal());
  return Array.from({ length: folds }, () => {
    const ofFold = data * stream.normal();
    return ofSeed.map((value) => 5 + ofFold + value + rest * stream.normal());
  });
}

describe('varianceComponents', () => {
  it('is the textbook’s on a small table', () => {
    const { data, training, interaction } = varianceComponents([
      [0, 2, 4],
      [3, 3, 6],
      [7, 9, 11],
    ]);
    expect(interaction).toBeCloseTo(1 / 3, 12); // residuals of the two-way layout: sum of squares 4 / 3
    expect(data).toBeCloseTo(13 - 1 / 9, 12); // means of the rows 2, 4, 9
    expect(training).toBeCloseTo(31 / 9 - 1 / 9, 12); // of the columns 10 / 3, 14 / 3, 7
  });

  it('finds what the values were made of', () => {
    const { data, training, interaction } = varianceComponents(made(200, 200, [2, 0.5, 1]));
    expect(Math.sqrt(data)).toBeCloseTo(2, 0);
    expect(Math.sqrt(training)).toBeCloseTo(0.5, 1);
    expect(Math.sqrt(interaction)).toBeCloseTo(1, 1);
  });

  it('has no component below 0, and refuses what can’t be split', () => {
    expect(
      varianceComponents([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual({ data: 0, training: 0, interaction: 1 });
    expect(() => varianceComponents([[1, 2]])).toThrow('1 folds × 2 seeds');
    expect(() => varianceComponents([[1, 2], [1]])).toThrow('a value for each pair');
    expect(() =>
      varianceComponents([
        [1, 2],
        [1, NaN],
      ]),
    ).toThrow('not finite');
  });
});
