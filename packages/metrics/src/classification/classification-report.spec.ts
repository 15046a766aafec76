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

  it.each([6, 9])('hits nothing among %i classes that are all alike', (classes) => {
    const alike = { rows: 2, columns: classes, values: new Float32Array(2 * classes).fill(0.3) };
    const { last, recalls, predictions, meanPerClassRecall } = classificationReport(alike, [0, classes - 1]);
    for (let k = 1; k < classes; k += 1) expect(topAccuracy(last, k)).toBe(0);
    expect([...predictions]).toEqual([-1, -1]);
    expect([recalls[0], recalls[classes - 1], meanPerClassRecall]).toEqual([0, 0, 0]);
  });

  it('gives a tie no prediction, and a hit only where all tied classes fit', () => {
    expect([...report.last]).toEqual([1, 2, 2, 1]);
    expect([...report.predictions]).toEqual([0, 1, -1, 1]);
  });

  it('counts confusion and recalls, and leaves classes without examples out of the mean', () => {
    expect(report.confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
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
