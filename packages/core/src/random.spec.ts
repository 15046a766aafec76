import { random } from './random';

describe('random', () => {
  it('gives equal streams for equal keys and different ones for different keys', () => {
    const draw = (...keys: (string | number)[]) =>
      Array.from(
        { length: 4 },
        (
          (r) => () =>
            r.uniform()
        )(random(...keys)),
      );
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  });

  it('draws standard normals', () => {
    const r = random('normal');
    const values = Array.from({ length: 20_000 }, () => r.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('permutes every index once', () => {
    expect([...random(3).permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('samples without repetition and stops at the end of the list', () => {
    expect(new Set(random(1).sample(['a', 'b', 'c'], 2)).size).toBe(2);
    expect(random(1).sample(['a'], 5)).toEqual(['a']);
  });
});
