import type { RunRecord } from 'alignclip';
import { describeFigure } from 'alignclip/testing';
import { newFigure } from './new-figure';

describeFigure('new-figure', newFigure.make({ score: 'gap' }), { texts: ['gap', 'CLIP'], isStyled: false });

const run = (variant: string, scores: RunRecord['scores']) => ({ variant, scores }) as RunRecord;

describe('newFigure', () => {
  it('draws a point for each run with the score', () => {
    const { spec } = newFigure.make({}).draw([run('CLIP', { 'gap/test/rmg': 0.5 }), run('SharedCLIP', {})]);
    expect(spec).toMatchObject({ data: { values: [{ variant: 'CLIP', value: 0.5 }] }, mark: 'point' });
  });

  it('draws nothing where nothing was measured', () => {
    expect(newFigure.make({}).draw([run('CLIP', {})]).spec).toBeUndefined();
  });
});
