import { publishedFigures } from './published-figures';

describe('publishedFigures', () => {
  it('holds fractions, each named once', () => {
    expect(publishedFigures.flatMap(({ value }) => value).every((value) => value > 0 && value < 1)).toBe(true);
    const names = publishedFigures.map(({ measure, data, variant }) => [measure, data, variant].join());
    expect(new Set(names).size).toBe(names.length);
  });

  it('holds a value of the paper', () => {
    expect(publishedFigures).toContainEqual({
      measure: 'zero-shot/top-5',
      data: 'CIFAR-100',
      variant: 'AlignCLIP',
      value: 0.664,
    });
  });
});
