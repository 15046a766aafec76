import { random } from '@alignclip/core';
import { sortedPlaces } from './sorted-places';

const byComparison = (values: readonly number[]): number[] =>
  [...values.keys()].sort((a, b) => (values[a]! < values[b]! ? -1 : Number(values[a]! > values[b]!)) || a - b);

const many = (make: (draw: ReturnType<typeof random>) => number): number[] => {
  const draw = random('sorted');
  return Array.from({ length: 5000 }, () => make(draw));
};

describe('sortedPlaces', () => {
  it.each([
    ['nothing', []],
    ['one', [3]],
    ['equal ones', [7, 7, 7]],
    ['both signs', [1, -1, 0.5, -0.5, 2, -2]],
    ['ties', [2, 1, 2, 1, 2]],
    ['zeros of both signs', [0, -0, 1, -0, 0, -1]],
    ['the ends', [Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0]],
    ['the smallest numbers', [3, 1, 2, 0].map((value) => value * 5e-324)],
    ['neighbours far from zero', [1, 1 + 2 ** -52, 1 - 2 ** -53, 1]],
    ['evenly spread numbers', many((draw) => draw.uniform())],
    ['numbers of every size', many((draw) => Math.round(draw.normal() * 300) * 10 ** (draw.integer(40) - 20))],
    ['numbers beside one far away', [1e9, ...many((draw) => draw.normal())]],
    ['ties beside one far away', [1e12, ...many((draw) => draw.integer(7) / 7)]],
  ])('sorts %s as a stable comparison does', (_, values) => {
    const { places, isTied } = sortedPlaces(values);
    const expected = byComparison(values);
    expect([...places]).toEqual(expected);
    const ties = expected.map((place, rank) => Number(rank > 0 && values[place] === values[expected[rank - 1]!]));
    expect([...isTied]).toEqual(ties);
  });
});
