import { madeRecord } from './testing/made-records';
import { describeFigure } from './testing/describe-figure';
import { trainingCurves } from './training-curves';

describeFigure(trainingCurves.type, trainingCurves.make({}), {
  texts: ['centroid distance', 'logit scale 1/τ', 'step', 'CLIP'],
  isStyled: true,
});

describe('trainingCurves', () => {
  it('draws steps that all seeds have, over the steps of the curve’s own folder', () => {
    const run = (seed: number, steps: readonly number[]) => {
      const values = steps.map((step) => step + seed);
      return madeRecord('A', seed, {}, { curves: { 'a/step': [...steps], 'a/x': values, step: [1], L: [2] } });
    };
    const records = [run(0, [0, 5]), run(1, [0, 5, 10])];
    const named = (key: string, name: string) => ({ key, name });
    const curves = [named('a/x', 'x'), named('L', 'loss'), named('b/x', 'gone')];
    const { spec, notes } = trainingCurves.make({ curves }).draw(records);
    const plots = spec!['vconcat'] as { data: { values: unknown[] } }[];
    expect(plots.map(({ data }) => data.values)).toEqual([
      [
        { variant: 'A', step: 0, mean: 0.5, low: 0, high: 1, seeds: 2 },
        { variant: 'A', step: 5, mean: 5.5, low: 5, high: 6, seeds: 2 },
      ],
      [{ variant: 'A', step: 1, mean: 2, low: 2, high: 2, seeds: 2 }],
    ]);
    expect(notes[1]).toMatch(/^No run has the curve b\/x/);
  });
});
