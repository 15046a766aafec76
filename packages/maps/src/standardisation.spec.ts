import { meanRow } from '@alignclip/metrics';
import { standardisation } from './standardisation';
import { describeMap, fit, gap, rowMap } from './testing';

describeMap('standardisation', standardisation.make({}));
describeMap('standardisation without renormalising', standardisation.make({ renormalise: false }));

describe('standardisation', () => {
  it('makes the gap smaller', () => expect(gap(rowMap(standardisation.make({})))).toBeLessThan(0.6 * gap()));

  it('gives the fit rows mean 0 and deviation 1', () => {
    const rows = rowMap(standardisation.make({ renormalise: false })).apply(fit.image, 'image');
    for (const mean of meanRow(rows)) expect(mean).toBeCloseTo(0, 5);
    expect(rows.values.reduce((sum, value) => sum + value * value, 0) / rows.values.length).toBeCloseTo(1, 4);
  });
});
