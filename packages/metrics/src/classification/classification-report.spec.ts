import { matrixFromRows } from '../matrix/rows';
import { classificationReport, topAccuracy } from './classification-report';

describe('classificationReport', () => {
  const logits = matrixFromRows([
    [3, 1, 0],
    [1, 2, 0],
    [2, 2, 0],
    [1, 3, 2],
  ]);
  const report = classificationReport(logits, [0, 0, 1, 1]);

  it('ranks targets, ties half above', () => {
    expect([...report.ranks]).toEqual([1, 2, 1.5, 1]);
    expect(topAccuracy(report.ranks, 1)).toBe(0.5);
    expect(topAccuracy(report.ranks, 2)).toBe(1);
  });

  it('counts confusion and recalls, and leaves classes without examples out of the mean', () => {
    expect(report.confusion).toEqual([
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(report.recalls).toEqual([0.5, 0.5, undefined]);
    expect(report.meanPerClassRecall).toBe(0.5);
  });

  it('refuses labels out of range, NaN logits and unequal counts', () => {
    expect(() => classificationReport(logits, [0, 0, 1, 3])).toThrow('label 3 is out of range, classes are 0 to 2');
    expect(() => classificationReport(matrixFromRows([[NaN, 1]]), [0])).toThrow('not finite');
    expect(() => classificationReport(logits, [0])).toThrow('as many labels');
  });
});
