import { clusterBars } from './cluster-bars';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

describeFigure(clusterBars.type, clusterBars.make({}), {
  texts: ['agreement, 1: the same partition', 'classes: V-measure', 'modality: NMI (should be 0)'],
  isStyled: true,
});

describe('clusterBars', () => {
  it('leaves out a score that is undefined', () => {
    const records = figureRecords(['CLIP']).map((record) => ({
      ...record,
      scores: { 'clustering/test/coarse/v-measure': 0.5 },
    }));
    const { spec } = clusterBars.make({}).draw(records);
    const { values } = spec!['data'] as { values: { label: string; mean: number }[] };
    expect(values).toMatchObject([{ label: 'classes: V-measure', mean: 0.5 }]);
  });
});
