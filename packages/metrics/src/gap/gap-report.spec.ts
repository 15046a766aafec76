import { type Matrix, random } from '@alignclip/core';
import { matrixFromRows, stackRows, strideRows, unitRows } from '../matrix/rows';
import { gapChange, gapReport } from './gap-report';
import { centroidDistance } from './centroid-distance';
import { intraCosineText, rmgOfCaptions } from './rmg';

const cloud = (rows: number, columns: number, mean: number): Matrix => {
  const stream = random('cloud', rows, mean);
  return unitRows({
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, () => stream.normal() + mean),
  });
};

describe('gapReport with several captions per image', () => {
  const image = cloud(20, 6, 0.5);
  const text = cloud(60, 6, -0.5);
  const report = gapReport(image, text, { captionsPerImage: 3, resamples: 50 });

  it('takes RMG as over all captions', () => {
    const imageOfText = Array.from({ length: 60 }, (_, t) => Math.floor(t / 3));
    expect(report.scores['rmg']).toBeCloseTo(rmgOfCaptions(image, text, imageOfText), 6);
  });

  it('takes centroid distance and intra-cosine-text over all captions', () => {
    const images = stackRows([image, image, image]);
    expect(report.scores['centroid-distance']).toBeCloseTo(centroidDistance.measure(images, text), 6);
    expect(report.scores['intra-cosine-text']).toBeCloseTo(intraCosineText.measure(images, text), 6);
  });

  it('takes other metrics as the mean over the sets of captions', () => {
    const sets = [0, 1, 2].map((c) => gapReport(image, strideRows(text, c, 3), { resamples: 0 }).scores);
    for (const name of ['alignment-score', 'rsa', 'uniformity-text', 'effective-rank-text', 'linear-separability']) {
      const mean = sets.reduce((sum, scores) => sum + scores[name]! / 3, 0);
      expect(report.scores[name]).toBeCloseTo(mean, 6);
    }
  });

  it('equals the report of one caption where all captions of an image are equal', () => {
    const own = strideRows(text, 0, 3);
    const repeated = matrixFromRows(
      Array.from({ length: 60 }, (_, t) => own.values.subarray(6 * Math.floor(t / 3), 6 * Math.floor(t / 3) + 6)),
    );
    const one = gapReport(image, own, { resamples: 0 }).scores;
    const three = gapReport(image, repeated, { captionsPerImage: 3, resamples: 0 }).scores;
    for (const name of Object.keys(one).filter((key) => key !== 'rmg' && key !== 'intra-cosine-text')) {
      expect(three[name]).toBeCloseTo(one[name]!, 5);
    }
  });

  it('has an interval around every score and counts all pairs', () => {
    expect(Object.keys(report.intervals)).toEqual(Object.keys(report.scores));
    expect([report.pairs, report.captionsPerImage, report.width]).toEqual([60, 3, 6]);
    expect(report.cosines.counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  });

  it('refuses row counts that are not k times the images', () => {
    expect(() => gapReport(image, text, { captionsPerImage: 2 })).toThrow('20 images with 2 captions each need 40');
    expect(() => gapReport(image, text)).toThrow('pairs need equal row counts');
    expect(() => gapReport(image, text, { captionsPerImage: 0.5 })).toThrow('captions per image = 0.5');
  });
});

describe('intervals of a few pairs', () => {
  it('keep the rank correlation of the similarities in [-1, 1]', () => {
    for (const rows of [4, 5, 6]) {
      const [image, text] = [cloud(rows, 6, 0.1), cloud(rows, 6, 0.3)];
      const { intervals } = gapReport(image, text, { resamples: 200 });
      for (const end of intervals['rsa'] ?? []) expect(Math.abs(end)).toBeLessThanOrEqual(1);
    }
  });
});

describe('gapChange', () => {
  const [image, text] = [cloud(40, 6, 0.5), cloud(80, 6, -0.5)];
  const moved = (matrix: Matrix): Matrix => ({ ...matrix, values: matrix.values.map((value) => value + 0.1) });
  const options = { captionsPerImage: 2, resamples: 80, mostPairwise: 20 };
  const { before, after, change } = gapChange([image, text], [moved(image), moved(text)], options);

  it('has the reports of both, to the bit', () => {
    expect(before).toEqual(gapReport(image, text, options));
    expect(after).toEqual(gapReport(moved(image), moved(text), options));
  });

  it('is after − before, with an interval around it where both have one', () => {
    expect(Object.keys(change.scores)).toEqual(Object.keys(before.scores));
    for (const [name, value] of Object.entries(change.scores))
      expect(value).toBeCloseTo(after.scores[name]! - before.scores[name]!, 12);
    expect(Object.keys(change.intervals)).toEqual(Object.keys(before.intervals));
  });

  it('is certain where nothing changes, and narrower than two intervals that know nothing of each other', () => {
    const none = gapChange([image, text], [image, text], options).change;
    for (const interval of Object.values(none.intervals)) expect(interval).toEqual([0, 0]);
    const width = ([low, high]: readonly [number, number]) => high - low;
    const name = 'centroid-distance';
    const apart = Math.hypot(width(before.intervals[name]!), width(after.intervals[name]!));
    expect(width(change.intervals[name]!)).toBeLessThan(apart);
  });

  it('takes rows of another width, and refuses other images', () => {
    const narrow = gapChange([image, cloud(40, 6, -0.5)], [cloud(40, 3, 0.5), cloud(40, 3, -0.5)], { resamples: 0 });
    expect([narrow.before.width, narrow.after.width]).toEqual([6, 3]);
    expect(() => gapChange([image, image], [cloud(20, 6, 0), cloud(20, 6, 1)])).toThrow('40 before, 20 after');
  });
});
