import { compareCells, type CellValue } from './compare-cells';

const sorted = (cells: readonly CellValue[], order: 'ascending' | 'descending') =>
  [...cells].sort((a, b) => compareCells(a, b, order)).map(({ text }) => text);

describe('compareCells', () => {
  it('orders numbers by size, whatever their text', () => {
    const cells = [
      { text: '.5', number: 0.5 },
      { text: '−2', number: -2 },
      { text: '10.0 ± 1.0', number: 10 },
    ];
    expect(sorted(cells, 'ascending')).toEqual(['−2', '.5', '10.0 ± 1.0']);
    expect(sorted(cells, 'descending')).toEqual(['10.0 ± 1.0', '.5', '−2']);
  });

  it('orders words as people count', () => {
    const cells = ['seed 10', 'Seed 2', 'CLIP'].map((text) => ({ text }));
    expect(sorted(cells, 'ascending')).toEqual(['CLIP', 'Seed 2', 'seed 10']);
  });

  it('puts what is missing last, both ways', () => {
    const cells = [{ text: '–' }, { text: '1', number: 1 }, { text: '' }, { text: '2', number: 2 }];
    expect(sorted(cells, 'ascending')).toEqual(['1', '2', '–', '']);
    expect(sorted(cells, 'descending')).toEqual(['2', '1', '–', '']);
  });
});
