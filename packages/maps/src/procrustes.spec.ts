import { innerProduct } from '@alignclip/metrics';
import { procrustes } from './procrustes';
import { describeMap, fit, gap, rowMap, scored } from './testing';

describeMap('procrustes', procrustes.make({}));

describe('procrustes', () => {
  it('makes the gap smaller', () => expect(gap(rowMap(procrustes.make({})))).toBeLessThan(0.6 * gap()));

  it('finds a rotation again, and changes nothing inside a modality', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = { ...fit.image, values: fit.image.values.slice() };
    for (let i = 0; i < turned.rows; i += 1) {
      const [x, y] = [fit.image.values[i * 6]!, fit.image.values[i * 6 + 3]!];
      turned.values[i * 6] = c * x - s * y;
      turned.values[i * 6 + 3] = s * x + c * y;
    }
    const map = rowMap(procrustes.make({}), { image: fit.image, text: turned });
    const back = map.apply(turned, 'text');
    back.values.forEach((value, at) => expect(value).toBeCloseTo(fit.image.values[at]!, 5));
    const moved = map.apply(scored.text, 'text');
    expect(innerProduct(moved, 0, moved, 1)).toBeCloseTo(innerProduct(scored.text, 0, scored.text, 1), 5);
    expect(map.linear).toBeDefined();
  });

  it('refuses rows that are no pairs', () => {
    const three = { rows: 3, columns: 6, values: fit.text.values.slice(0, 18) };
    expect(() => procrustes.make({}).fit({ image: fit.image, text: three })).toThrow('are no pairs');
  });
});
