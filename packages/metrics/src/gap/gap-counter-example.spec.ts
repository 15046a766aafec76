import { matrixFromRows } from '../matrix/rows';
import { gapReport } from './gap-report';

/**
 * Pairs on a circle: image i is at angle 2πi/n, its caption at the same angle plus a turn. Any turn moves the captions
 * within their own circle, so both centroids stay at 0 whatever happens to the pairs.
 */
function turned(degrees: number, n = 48) {
  const circle = (offset: number) =>
    matrixFromRows(
      Array.from({ length: n }, (_, i) => {
        const angle = (2 * Math.PI * i) / n + (offset * Math.PI) / 180;
        return [Math.cos(angle), Math.sin(angle)];
      }),
    );
  return gapReport(circle(0), circle(degrees), { resamples: 0 }).scores;
}

describe('a gap that centroid distance does not see', () => {
  const good = turned(0);
  const bad = turned(180);

  it('has centroid distance 0 with right pairs and with pairs as wrong as can be', () => {
    expect(good['centroid-distance']).toBeCloseTo(0, 6);
    expect(bad['centroid-distance']).toBeCloseTo(0, 6);
  });

  it('looks the same to uniformity, intra-modal cosines, effective rank and RSA', () => {
    for (const name of ['uniformity-text', 'intra-cosine-text', 'effective-rank-text', 'rsa']) {
      expect(bad[name]).toBeCloseTo(good[name]!, 5);
    }
  });

  it('is seen by the alignment score, the pair distance and RMG', () => {
    expect([good['alignment-score'], bad['alignment-score']].map((x) => Math.round(x! * 1e4) / 1e4)).toEqual([1, -1]);
    expect(good['pair-distance']).toBeCloseTo(0, 5);
    expect(bad['pair-distance']).toBeCloseTo(2, 5);
    expect(good['rmg']).toBeLessThan(0.01);
    expect(bad['rmg']).toBeGreaterThan(0.6);
  });
});

describe('a model that puts everything on one point', () => {
  const point = matrixFromRows(Array.from({ length: 8 }, () => [0, 1, 0]));
  const { scores, undefinedScores } = gapReport(point, point, { resamples: 0 });

  it('has no gap by alignment and centroid distance', () => {
    expect(scores['alignment-score']).toBeCloseTo(1, 6);
    expect(scores['centroid-distance']).toBeCloseTo(0, 6);
  });

  it('is seen by uniformity and effective rank, and by RMG and RSA that are undefined', () => {
    expect(scores['uniformity-union']).toBeCloseTo(0, 6);
    expect(scores['effective-rank-image']).toBeCloseTo(1, 6);
    expect(Object.keys(undefinedScores)).toEqual(['rmg', 'rsa']);
  });
});
