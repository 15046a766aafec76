import { random } from '@alignclip/core';
import { describeSample } from '../describe-sample';
import { anytimeInterval, logEvidence, lookLevel } from './confidence-sequence';

const values = [0.31, 0.12, 0.4, 0.22, 0.35, 0.18, 0.29];

describe('logEvidence', () => {
  it('is the Bayes factor of the t test', () => {
    // BayesFactor's form, integrated over the effect with scipy.integrate.quad: tools/reference/evidence.py
    expect(logEvidence(values, 0)).toBeCloseTo(4.315793489501278, 6);
    expect(logEvidence(values, 0.25)).toBeCloseTo(-0.9338303415876102, 6);
  });

  it('depends on neither unit nor sign, and is undefined for one value', () => {
    const scaled = values.map((value) => -1000 * value);
    expect(logEvidence(scaled, -200)).toBeCloseTo(logEvidence(values, 0.2)!, 10);
    expect(logEvidence([1], 0)).toBeUndefined();
  });

  it('goes to that of equal values as the spread goes to 0', () => {
    const nearly = (spread: number) => [2 - spread, 2, 2 + spread, 2];
    expect(logEvidence([2, 2, 2, 2], 0)).toBeCloseTo(1.5 * Math.log(5), 12);
    expect(logEvidence(nearly(1e-5), 0)).toBeCloseTo(1.5 * Math.log(5), 8);
    expect(logEvidence([2, 2, 2, 2], 2)).toBeCloseTo(-0.5 * Math.log(5), 12);
    expect(logEvidence(nearly(1e-5), 2)).toBeCloseTo(-0.5 * Math.log(5), 8);
  });

  it('is on average 1 where nothing differs', () => {
    const stream = random('evidence-spec', 0);
    const made = Array.from({ length: 5000 }, () => Array.from({ length: 6 }, () => stream.normal()));
    const mean = made.reduce((sum, sample) => sum + Math.exp(logEvidence(sample, 0)!), 0) / made.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.2);
  });
});

describe('anytimeInterval', () => {
  it('ends where the evidence is 1 / level', () => {
    for (const end of anytimeInterval(values, 0.05)!) expect(logEvidence(values, end)).toBeCloseTo(Math.log(20), 10);
  });

  it('is wider than the t interval, which holds for one look only', () => {
    const [low, high] = describeSample(values).interval!;
    const [lower, higher] = anytimeInterval(values, 0.05)!;
    expect((higher - lower) / (high - low)).toBeGreaterThan(1.2);
  });

  it('excludes nothing while there are too few values, and all but one where all are equal', () => {
    expect(anytimeInterval(values.slice(0, 4), 0.05)).toBeUndefined();
    expect(anytimeInterval(values.slice(0, 5), 0.05)).toBeDefined();
    expect(anytimeInterval([0.1, 0.1, 0.1, 0.1], 0.05)).toBeUndefined();
    expect(anytimeInterval([0.1, 0.1, 0.1, 0.1, 0.1], 0.05)).toEqual([0.1, 0.1]);
    expect(anytimeInterval([1], 0.05)).toBeUndefined();
  });
});

describe('lookLevel', () => {
  it('is that of the t interval which is as wide', () => {
    const level = lookLevel(values.length, 0.05)!;
    expect(level).toBeLessThan(0.05);
    const [low, high] = describeSample(values, 1 - level).interval!;
    const [lower, higher] = anytimeInterval(values, 0.05)!;
    expect(low).toBeCloseTo(lower, 6);
    expect(high).toBeCloseTo(higher, 6);
    expect(lookLevel(4, 0.05)).toBeUndefined();
  });
});
