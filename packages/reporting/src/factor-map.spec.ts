import { factorMap } from './factor-map';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

const map = factorMap.make({
  name: 'R@10',
  score: 'recall',
  percent: true,
  x: 'beta',
  y: 'gamma',
  xName: 'β',
  yName: 'γ',
});

describeFigure(factorMap.type, map, { texts: ['R@10 over β and γ', 'β', 'γ', 'R@10 (%)'], isStyled: false });

describe('factorMap', () => {
  it('has a cell for each point, with its number', () => {
    const model = map.draw(figureRecords());
    const { values } = model.spec!['data'] as { values: { x: string; y: string; label: string }[] };
    expect(values.map(({ x, y }) => `${x} ${y}`)).toEqual(['0 0', '1 0', '0 1', '1 1']);
    expect(values[3]!.label).toMatch(/^3[01]\.\d$/);
  });
});
