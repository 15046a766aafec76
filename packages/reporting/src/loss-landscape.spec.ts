import { lossLandscape } from './loss-landscape';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

describeFigure(lossLandscape.type, lossLandscape.make({}), {
  texts: ['shift (× gap)', 'logit scale 1/τ', 'loss (nats)', 'AlignCLIP'],
  isStyled: false,
});

describe('lossLandscape', () => {
  it('draws scales that all seeds share, and marks one smallest loss of each', () => {
    const { spec } = lossLandscape.make({}).draw(figureRecords(['CLIP']));
    const { values } = spec!['data'] as { values: { scale: number; least: boolean }[] };
    expect([...new Set(values.map(({ scale }) => scale))]).toEqual([1, 10, 100]);
    expect(values.filter(({ least }) => least)).toHaveLength(3);
  });
});
