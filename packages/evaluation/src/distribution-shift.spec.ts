import { distributionShift, effectiveRobustness } from './distribution-shift';
import { describeEvaluator, givenModel, toyDataset } from './testing';

const splits = { test: (i: number) => i % 3 !== 2, shift: (i: number) => i % 3 === 2 };

describeEvaluator(distributionShift, {
  options: { splits: ['shift'] },
  dataset: (items) => toyDataset(items, undefined, splits),
  perfect: {
    'distribution-shift/shift/kind/top-1': 1,
    'distribution-shift/shift/kind/drop': 0,
    'distribution-shift/shift/kind/effective-robustness': 0,
  },
  chance: { 'distribution-shift/shift/kind/top-1': [0.05, 0.45], 'distribution-shift/shift/kind/drop': [-0.3, 0.3] },
});

describe('distribution-shift', () => {
  it('sets the accuracies side by side as by hand', async () => {
    const items = Array.from({ length: 6 }, () => ({ kind: 'cat', captions: ['a thing'] }));
    const axes: Record<string, number[]> = { cat: [1, 0], dog: [0, 1] };
    const model = givenModel(
      (number) =>
        [
          [1, 0],
          [1, 0],
          [1, 0],
          [1, 0],
          [0, 1],
          [0, 1],
        ][number]!, // test 0 1 3 4: 3 of 4; shift 2 5: 1 of 2
      (text) => axes[text.split(' ').at(-1)!]!,
    );
    const options = { splits: ['shift'], baseline: { slope: 1, intercept: -Math.log(3) } };
    const evaluator = distributionShift.make(options, toyDataset(items, ['cat', 'dog'], splits));
    const { scores, details } = await evaluator.evaluate(model);
    expect(scores['distribution-shift/shift/kind/top-1']).toBe(0.5);
    expect(scores['distribution-shift/shift/kind/drop']).toBe(0.25);
    expect(scores['distribution-shift/shift/kind/effective-robustness']).toBeCloseTo(0, 12); // logit(¾) − ln 3 = 0: ½
    expect(details).toMatchObject({ 'shift/kind': { examples: 2, referenceExamples: 4, referenceTop1: 0.75 } });
  });
});

describe('effectiveRobustness', () => {
  it('is minus the drop where the baseline expects none, also at the ends', () => {
    expect(effectiveRobustness(0.4, 0.6, { slope: 1, intercept: 0 })).toBeCloseTo(-0.2, 12);
    expect(effectiveRobustness(1, 1, { slope: 1, intercept: 0 })).toBe(0);
    expect(effectiveRobustness(0.2, 0, { slope: 1, intercept: 0 })).toBe(0.2);
  });

  it('takes a flat baseline at its word', () => {
    expect(effectiveRobustness(0.5, 1, { slope: 0, intercept: 0 })).toBe(0);
  });
});
