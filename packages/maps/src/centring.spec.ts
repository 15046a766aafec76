import { unitRows } from '@alignclip/metrics';
import { centring } from './centring';
import { describeMap, gap, rowMap } from './testing';

describeMap('centring', centring.make({}));
describeMap('distribution normalisation', centring.make({ lambda: 0.25, renormalise: false }));

describe('centring', () => {
  it('makes the gap smaller, the more the larger λ', () => {
    const [half, whole] = [0.5, 1].map((lambda) => gap(rowMap(centring.make({ lambda }))));
    expect(half!).toBeLessThan(gap());
    expect(whole!).toBeLessThan(half!);
    expect(whole!).toBeLessThan(0.6 * gap());
  });

  it('refuses a row that becomes zero', () => {
    const same = unitRows({ rows: 2, columns: 2, values: Float32Array.of(1, 0, 1, 0) });
    expect(() => rowMap(centring.make({}), { image: same, text: same }).apply(same, 'text')).toThrow(
      'map "centring": row 0 becomes zero and has no direction',
    );
  });
});
