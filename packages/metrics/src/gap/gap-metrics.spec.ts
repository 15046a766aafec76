import { matrixFromRows } from '../matrix/rows';
import { centroidShift, dimensionAblation } from './interventions';
import { cosineHistogram } from './pairs';
import { effectiveRankOf } from './effective-rank';
import { gapMetrics } from './gap-metrics';
import { gapReport } from './gap-report';
import { fitLogisticRegression } from './logistic-regression';
import { rmgOfCaptions } from './rmg';

// Two pairs in the plane: images at 0° and 90°, texts at 90° and 90°.
const image = matrixFromRows([
  [1, 0],
  [0, 1],
]);
const text = matrixFromRows([
  [0, 1],
  [0, 1],
]);

describe('gapMetrics', () => {
  const byHand: Record<string, number> = {
    'alignment-score': 0.5,
    'pair-angle': 45,
    'centroid-distance': Math.SQRT1_2, // (½, ½) − (0, 1)
    'pair-distance': Math.SQRT1_2, // (√2 + 0) / 2
    'align-loss': 1,
    rmg: 0.25 / (0.25 + (0.5 + 0) / 2),
    'intra-cosine-image': 0,
    'intra-cosine-text': 1,
    'uniformity-image': -4, // squared distance 2
    'uniformity-text': 0,
    'uniformity-union': Math.log((3 * Math.exp(-4) + 3) / 6), // one image is far from the three other points
    'cross-uniformity': Math.log((Math.exp(-4) + 1) / 2),
    'effective-rank-image': 2,
    'effective-rank-text': 1,
  };

  it.each(gapMetrics.filter(({ name }) => name in byHand).map((metric) => [metric.name, metric] as const))(
    '%s equals the value by hand',
    (name, metric) => expect(metric.measure(image, text)).toBeCloseTo(byHand[name]!, 6),
  );

  it('separates two cones by linear separability', () => {
    const wide = (x: number) => matrixFromRows(Array.from({ length: 8 }, (_, i) => [x, i / 8]));
    const metric = gapMetrics.find(({ name }) => name === 'linear-separability')!;
    expect(metric.measure(wide(1), wide(-1))).toBe(1);
    expect(metric.measure(wide(1), wide(1))).toBe(0.5);
  });

  it('has RSA 1 for the same shape in another place', () => {
    const points = (turn: number) =>
      matrixFromRows(
        [0, 10, 30, 70].map((a) => [Math.cos((a * Math.PI) / 180 + turn), Math.sin((a * Math.PI) / 180 + turn)]),
      );
    expect(gapMetrics.find(({ name }) => name === 'rsa')!.measure(points(0), points(2))).toBeCloseTo(1, 6);
  });
});

describe('gapReport', () => {
  it('scales rows to length 1 first', () => {
    const scaled = matrixFromRows([
      [7, 0],
      [0, 0.1],
    ]);
    const options = { resamples: 0 };
    expect(gapReport(scaled, text, options).scores).toEqual(gapReport(image, text, options).scores);
  });

  it('refuses rows without a direction, NaN, other shapes and a single pair', () => {
    expect(() =>
      gapReport(
        matrixFromRows([
          [0, 0],
          [0, 1],
        ]),
        text,
      ),
    ).toThrow('image embeddings: row 0 is all zeros');
    expect(() =>
      gapReport(
        image,
        matrixFromRows([
          [0, 1],
          [NaN, 1],
        ]),
      ),
    ).toThrow('text embeddings: row 1 holds NaN');
    expect(() => gapReport(image, matrixFromRows([[0, 1]]))).toThrow('2 image rows, 1 text rows');
    expect(() =>
      gapReport(
        image,
        matrixFromRows([
          [0, 1, 0],
          [0, 1, 0],
        ]),
      ),
    ).toThrow('2 wide, text embeddings 3');
    expect(() => gapReport(matrixFromRows([[1]]), matrixFromRows([[1]]))).toThrow('at least 2 pairs');
    expect(() => gapReport({ rows: 2, columns: 2, values: new Float32Array(3) }, text)).toThrow('needs 4 numbers');
  });

  it('limits the pairs of the pairwise metrics', () => {
    const many = matrixFromRows(Array.from({ length: 30 }, (_, i) => [Math.cos(i), Math.sin(i)]));
    const report = gapReport(many, many, { resamples: 20, mostPairwise: 10 });
    expect([report.pairs, report.pairwisePairs]).toEqual([30, 10]);
    expect(Object.keys(report.scores)).toEqual(gapMetrics.map(({ name }) => name));
  });
});

describe('rmgOfCaptions', () => {
  it('takes pairs over captions, images once, and all captions', () => {
    const captions = matrixFromRows([
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    // pairs: ½, 0, 0 → 1/6; images ½; texts: two of three pairs at 90° → ½ · 2/3
    expect(rmgOfCaptions(image, captions, [0, 0, 1])).toBeCloseTo(1 / 6 / (1 / 6 + (1 / 2 + 1 / 3) / 2), 6);
    expect(() => rmgOfCaptions(image, captions, [0, 0, 2])).toThrow('text 2 belongs to image 2');
  });
});

describe('centroidShift', () => {
  it('leaves embeddings without a gap unchanged', () => {
    expect([...centroidShift(image, image, 1).image.values]).toEqual([...image.values]);
  });
});

describe('dimensionAblation', () => {
  it('drops the dimensions that differ most', () => {
    const a = matrixFromRows([
      [3, 0, 1],
      [3, 1, 0],
    ]);
    const b = matrixFromRows([
      [-3, 0, 1],
      [-3, 1, 0],
    ]);
    const { image: left, text: right } = dimensionAblation(a, b, 1);
    expect([...left.values]).toEqual([0, 1, 1, 0]);
    expect(right).toEqual(left);
    expect(() => dimensionAblation(a, b, 3)).toThrow('from 0 to 2');
  });
});

describe('cosineHistogram', () => {
  it('closes bins on the left and the last one on both sides', () => {
    const { counts, cumulative } = cosineHistogram([-1, 0, 0.5, 1], [-1, 0, 0.5, 1]);
    expect(counts).toEqual([1, 1, 2]);
    expect(cumulative).toEqual([0.25, 0.5, 1]);
  });
});

describe('effectiveRankOf', () => {
  it('counts equal singular values and ignores zeros', () => {
    expect(effectiveRankOf(Float64Array.of(2, 2, 2, 0))).toBeCloseTo(3, 12);
  });
});

describe('fitLogisticRegression', () => {
  it('is at the optimum: the gradient of the penalised loss is 0', () => {
    const features = matrixFromRows([
      [1, 0],
      [0, 1],
      [2, 1],
      [-1, 0.5],
    ]);
    const labels = [1, 0, 1, 0];
    const { weights, intercept } = fitLogisticRegression(features, labels);
    const residuals = labels.map((label, i) => {
      const [x, y] = features.values.subarray(2 * i, 2 * i + 2) as unknown as [number, number];
      return 1 / (1 + Math.exp(-(weights[0]! * x + weights[1]! * y + intercept))) - label;
    });
    const slope = (k: number) =>
      weights[k]! + residuals.reduce((sum, r, i) => sum + r * features.values[2 * i + k]!, 0);
    expect([slope(0), slope(1), residuals.reduce((a, b) => a + b)].every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });
});
