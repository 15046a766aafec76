import { UserError } from '@alignclip/core';
import { gap } from './gap';
import { describeEvaluator, givenModel, toyDataset, toyItems } from './testing';

describeEvaluator(gap, {
  perfect: {
    'gap/test/alignment-score': 1,
    'gap/test/centroid-distance': 0,
    'gap/test/pair-distance': 0,
    'gap/test/rsa': 1,
  },
  chance: {
    'gap/test/alignment-score': [-0.05, 0.05],
    'gap/test/rmg': [0.48, 0.52],
    'gap/test/rsa': [-0.1, 0.1],
    'gap/test/linear-separability': [0.3, 0.7],
  },
});

describe('gap', () => {
  it('equals the values computed by hand', async () => {
    const dataset = toyDataset([{ captions: ['x', 'unused'] }, { captions: ['y'] }]);
    const model = givenModel(
      (number) => (number === 0 ? [1, 0] : [0.6, 0.8]),
      (text) => (text === 'x' ? [0, 1] : [0.6, 0.8]),
    );
    const { scores } = await gap.make({}, dataset).evaluate(model);
    expect(scores['gap/test/alignment-score']).toBeCloseTo(0.5, 6); // (0 + 1) / 2
    expect(scores['gap/test/pair-angle']).toBeCloseTo(45, 3); // (90° + 0°) / 2
    expect(scores['gap/test/centroid-distance']).toBeCloseTo(Math.SQRT1_2, 6); // ‖(1, -1)‖ / 2
    expect(scores['gap/test/align-loss']).toBeCloseTo(1, 6); // (2 + 0) / 2
    expect(scores['gap/test/rmg']).toBeCloseTo(0.25 / (0.25 + (0.2 + 0.1) / 2), 6);
  });

  it('names the split and row of an embedding that is not finite', async () => {
    const model = {
      ...givenModel(
        () => [1, 0],
        () => [1, 0],
      ),
      embedImages: () => Promise.resolve({ rows: 2, columns: 2, values: Float32Array.of(1, 0, NaN, 0) }),
    };
    const evaluator = gap.make({}, toyDataset(toyItems(2)));
    await expect(evaluator.evaluate(model)).rejects.toThrow('images of split "test": row 1 holds NaN');
  });

  it('refuses a split without examples, an unknown split and an example without a caption', async () => {
    const model = givenModel(
      () => [1, 0],
      () => [1, 0],
    );
    await expect(gap.make({}, toyDataset([])).evaluate(model)).rejects.toThrow('has no examples');
    // before there is a model, so a sweep reports it while planning
    expect(() => gap.make({ splits: ['tset'] }, toyDataset([]))).toThrow('did you mean "test"?');
    const mute = gap.make({}, toyDataset([{ captions: [] }, { captions: ['x'] }]));
    await expect(mute.evaluate(model)).rejects.toThrow(UserError);
  });
});
