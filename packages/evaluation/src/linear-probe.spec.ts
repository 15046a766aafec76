import { linearProbe } from './linear-probe';
import { describeEvaluator, givenModel, toyDataset, toyItems, type ToyItem } from './testing';

const kinds = ['cat', 'dog', 'emu', 'fox'];
const splits = {
  train: (i: number) => i % 3 === 0,
  val: (i: number) => i % 3 === 1,
  test: (i: number) => i % 3 === 2,
};
const dataset = (items: readonly ToyItem[]) => toyDataset(items, kinds, splits);

describeEvaluator(linearProbe, {
  dataset,
  options: { epochs: 100, batchSize: 20 },
  perfect: { 'linear-probe/test/kind/top-1': 1, 'linear-probe/test/kind/mean-per-class-recall': 1 },
  chance: { 'linear-probe/test/kind/top-1': [0, 0.5] },
});

describe('linear-probe', () => {
  const items = toyItems(24);
  const byKind = givenModel(
    (number) => kinds.map((_, k) => (number % 4 === k ? 1 : 0)),
    () => [1, 0, 0, 0],
  );

  it('puts its scores under its name', async () => {
    const evaluator = linearProbe.make({ name: 'linear-probe-b', epochs: 1, batchSize: 4 }, dataset(items));
    expect(evaluator.name).toBe('linear-probe-b');
    expect(Object.keys((await evaluator.evaluate(byKind)).scores)).toContain('linear-probe-b/test/kind/top-1');
  });

  it('learns from the given number of examples per class', async () => {
    const evaluator = linearProbe.make({ shots: 1, epochs: 200, batchSize: 4 }, dataset(items));
    expect((await evaluator.evaluate(byKind)).scores['linear-probe/test/kind/top-1']).toBe(1);
  });

  it('chooses the weight decay on the validation split', async () => {
    const options = { weightDecays: [200, 0], epochs: 200, batchSize: 4 };
    const { scores, details } = await linearProbe.make(options, dataset(items)).evaluate(byKind);
    expect(details).toMatchObject({ 'test/kind': { weightDecay: 0, examples: 8 } });
    expect(scores['linear-probe/test/kind/top-1']).toBe(1);
  });

  it('refuses to test on the training or validation split', () => {
    expect(() => linearProbe.make({ splits: ['train'] }, dataset(items))).toThrow('train or the validation');
    expect(() => linearProbe.make({ splits: ['val', 'test'] }, dataset(items))).toThrow('validation split');
  });
});
