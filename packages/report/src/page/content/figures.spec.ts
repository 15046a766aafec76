import { madeRun } from '../../testing/made-run';
import { trainingCurves } from './figures';

const colours = new Map([
  ['CLIP', '#111111'],
  ['SharedCLIP', '#222222'],
]);

describe('trainingCurves', () => {
  it('gives a figure for each curve, losses first, with the value of each run at the end', () => {
    const records = [madeRun('CLIP', 0), madeRun('CLIP', 1), madeRun('SharedCLIP', 0)];
    const [loss, scale, ...others] = trainingCurves(records, colours);
    expect(others).toEqual([]);
    expect(loss!.title).toBe('Loss L');
    expect(loss!.description).toBe(
      'Loss L by training step, one line a run. At the end: CLIP 1.5, 1.5; SharedCLIP 1.5.',
    );
    expect(scale!.description).toContain('CLIP 16, 17');
    expect((loss!.spec as { data: { values: unknown[] } }).data.values[0]).toEqual({
      step: 1,
      value: 3,
      variant: 'CLIP',
      seed: 0,
    });
  });

  it('leaves out a curve that all runs have alike, and those of other steps', () => {
    const curves = { step: [1, 2], 'learning-rate': [0.1, 0.2], 'trajectory/step': [1], 'trajectory/rmg': [0.5] };
    expect(trainingCurves([madeRun('CLIP', 0, { curves }), madeRun('CLIP', 1, { curves })], colours)).toEqual([]);
  });

  it('takes as many values as there are steps', () => {
    const [figure] = trainingCurves([madeRun('CLIP', 0, { curves: { step: [1], L: [3, 2, 1] } })], colours);
    expect((figure!.spec as { data: { values: unknown[] } }).data.values).toHaveLength(1);
  });
});
