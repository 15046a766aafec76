import { random } from '@alignclip/core';
import { attainedScore, bendAllowance, smallestGap } from './null-curve';

const path = [
  { gap: 0.6, score: 0.7 },
  { gap: 0.4, score: 0.8 },
  { gap: 0, score: 0.2 },
];

describe('attainedScore', () => {
  it.each([
    [0, 0.2],
    [0.2, 0.5],
    [0.4, 0.8],
    [0.5, 0.8], // more at a smaller gap
    [9, 0.8],
  ])('at a gap of at most %d is %d', (gap, score) => expect(attainedScore(path, gap)).toBeCloseTo(score, 12));

  it('is undefined below every gap', () => expect(attainedScore(path, -0.01)).toBeUndefined());

  it('never falls with the gap, whatever the path', () => {
    for (let trial = 0; trial < 50; trial += 1) {
      const draw = random('path', trial);
      const odd = Array.from({ length: 6 }, () => ({ gap: draw.uniform(), score: draw.uniform() }));
      const scores = Array.from({ length: 40 }, (_, i) => attainedScore(odd, i / 39) ?? -1);
      expect([...scores].sort((a, b) => a - b)).toEqual(scores);
    }
  });
});

describe('smallestGap', () => {
  it.each([
    [0.2, 0],
    [0.5, 0.2],
    [0.75, 0.4 - 0.4 / 12],
    [-1, 0],
  ])('at a score of at least %d is %d', (score, gap) => expect(smallestGap(path, score)).toBeCloseTo(gap, 12));

  it('is undefined above every score', () => expect(smallestGap(path, 0.81)).toBeUndefined());
});

describe('bendAllowance', () => {
  const cells = (score: (time: number) => number) =>
    [-2, -1, 0, 1, 2].map((time) => ({ temperature: Math.exp(time), gap: -time, score: score(time) }));

  it('is nothing on a straight curve, and at least nothing', () => {
    expect(
      bendAllowance(
        cells((time) => 0.1 - 0.2 * time),
        0.5,
      ),
    ).toBeCloseTo(0, 12);
    expect(
      bendAllowance(
        cells((time) => time * time),
        0.5,
      ),
    ).toBeGreaterThanOrEqual(0);
  });

  it('is twice what a straight line loses under a parabola', () => {
    // −t² + 4t rises with t, and falls with the gap: half-way between cells the line is 1/4 too low.
    const found = bendAllowance(
      cells((time) => -time * time - 4 * time),
      0.5,
    );
    expect(found).toBeCloseTo(0.5, 9);
  });
});
