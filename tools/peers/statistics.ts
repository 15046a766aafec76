import { random, type Random } from '@alignclip/core';
import {
  averageRanks,
  classificationReport,
  describeSample,
  holm,
  pca,
  pearson,
  permutationTest,
  spearman,
  topAccuracy,
  wilcoxonTest,
} from '@alignclip/metrics';
import { chosen, happens } from '../fuzz/inputs/draw';
import type { Counts, Peer } from './peer';

interface Sample {
  readonly a: number[];
  readonly b: number[];
  /** [examples][classes] and a class for each. */
  readonly logits: number[][];
  readonly targets: number[];
  readonly pValues: number[];
  readonly points: number[][];
}

interface Theirs {
  readonly pearson: number | null;
  readonly spearman: number | null;
  readonly ranks: number[];
  readonly wilcoxon: number | null;
  readonly permutation: number | null;
  readonly interval: [number, number] | null;
  readonly sd: number | null;
  readonly holm: number[];
  readonly confusion: number[][];
  readonly recall: number;
  readonly top: Record<string, number>;
  readonly explained: number[];
}

/** Statistics and metrics by SciPy, statsmodels and scikit-learn, on random and degenerate samples. */
export const statistics: Peer = {
  name: 'statistics',
  packages: ['scipy==1.17.1', 'scikit-learn==1.9.1', 'statsmodels==0.15.0', 'numpy==2.4.6', 'pandas==3.1.1'],
  run: ({ counts, python }) => {
    const samples = Array.from({ length: 400 }, (_, i) => sampleOf(random('peers', 'statistics', i)));
    (python(samples) as Theirs[]).forEach((theirs, i) => compare(samples[i]!, theirs, counts, i));
    return Promise.resolve();
  },
};

/** Small samples, many of them with ties, constants or zeros. */
function sampleOf(stream: Random): Sample {
  const n = 2 + stream.integer(30);
  const kind = stream.integer(5);
  const value = () =>
    kind === 0
      ? 0.3
      : kind === 1
        ? stream.integer(3)
        : kind === 2
          ? Math.round(stream.normal() * 4) / 4
          : stream.normal();
  const numbers = (count: number) => Array.from({ length: count }, value);
  const classes = 2 + stream.integer(8);
  const a = numbers(n);
  return {
    a,
    b: happens(stream, 0.1) ? [...a] : numbers(n),
    logits: Array.from({ length: n }, () => Array.from({ length: classes }, () => Math.fround(stream.normal()))),
    targets: Array.from({ length: n }, () => stream.integer(chosen(stream, [1, classes]))),
    pValues: Array.from({ length: 1 + stream.integer(8) }, () => chosen(stream, [stream.uniform(), 0.01, 0, 1])),
    points: Array.from({ length: n }, () => Array.from({ length: 4 }, () => Math.fround(value()))),
  };
}

const matrixOf = (rows: readonly number[][]) => ({
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
});

function compare(sample: Sample, theirs: Theirs, counts: Counts, i: number): void {
  const { a, b, logits, targets, pValues, points } = sample;
  const near = (ours: number | undefined, other: number | null | undefined, what: string, tolerance?: number) =>
    counts.near(ours, other, `sample ${i}: ${what}`, tolerance);
  near(orZero(pearson(a, b)), theirs.pearson ?? 0, 'pearson', 1e-9);
  near(orZero(spearman(a, b)), theirs.spearman ?? 0, 'spearman', 1e-9);
  averageRanks(a).forEach((rank, at) => near(rank, theirs.ranks[at], `rank ${at}`));
  near(wilcoxonTest(a, b), theirs.wilcoxon, 'wilcoxon', 1e-6);
  if (theirs.permutation !== null) near(permutationTest(a, b).pValue, theirs.permutation, 'permutation', 1e-12);
  const { sd, interval } = describeSample(a);
  near(sd, theirs.sd, 'sd');
  if (interval !== undefined && theirs.interval !== null) {
    near(interval[0], theirs.interval[0], 'interval, low');
    near(interval[1], theirs.interval[1], 'interval, high');
  }
  holm(pValues).forEach((p, at) => near(p, theirs.holm[at], `holm ${at}`));
  const report = classificationReport(matrixOf(logits), targets);
  counts.check(JSON.stringify(report.confusion) === JSON.stringify(theirs.confusion), `sample ${i}: confusion`);
  near(report.meanPerClassRecall, theirs.recall, 'balanced accuracy');
  for (const [k, top] of Object.entries(theirs.top)) near(topAccuracy(report.ranks, Number(k)), top, `top-${k}`);
  if (theirs.explained.length > 0) {
    const { explained } = pca(matrixOf(points), 2);
    theirs.explained.forEach((share, at) => near(explained[at], share, `explained ${at}`, 1e-5));
  }
}

/** A constant side has no correlation: 0 here, nan there. */
const orZero = (value: number): number => (Number.isFinite(value) ? value : 0);
