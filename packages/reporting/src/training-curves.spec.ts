import { madeRecord } from './testing/made-records';
import { createFigure, describeFigure } from './testing/describe-figure';
import { trainingCurves } from './training-curves';

describeFigure(trainingCurves, {
  spec: trainingCurves(),
  texts: ['centroid distance', 'logit scale 1/τ', 'step', 'CLIP'],
  isStyled: true,
});

describe('trainingCurves', () => {
  it('draws steps that all seeds have, over the steps of the curve’s own folder', () => {
    const records = [[0, 5], [0, 5, 10]].map((steps, seed) => madeRecord('A', seed, {}, { curves: { 'a/step': steps, 'a/x': steps.map((s) => s + seed), step: [1], L: [2] } })); // prettier-ignore
    const curves = [{ key: 'a/x', name: 'x' }, { key: 'L', name: 'loss' }, { key: 'b/x', name: 'gone' }]; // prettier-ignore
    const { spec, notes } = createFigure(trainingCurves, trainingCurves({ curves })).draw(records);
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
