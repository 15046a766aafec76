import { parse } from 'csv-parse/sync';
import { oddTable } from '../testing/odd-table';
import { renderCsv } from './render-csv';

describe('renderCsv', () => {
  it('writes numbers as recorded, an empty field for what was not measured, and no formula', () => {
    const threeFields = (name: string) => [name, `${name} sd`, `${name} seeds`];
    const recall = ['R@1', 'R@5'].flatMap((title) => threeFields(`image→text ${title}`));
    expect(parse(renderCsv(oddTable))).toEqual([
      ['variant', ...threeFields('RMG'), ...recall, 'range low', 'range high', 'not a fair comparison'],
      ['CLIP', '0.46', '0.01', '2', '0.412', '0.02', '2', '0.5', '', '1', '0.38', '0.47', ''],
      ['\'=1+"x", <i>50_%</i> \\end{document}', '-0.31', '0.02', '2', '', '', '', 'NaN', '', '1', '', '', 'steps'],
    ]);
  });

  it('says in words what the marks of rows say elsewhere, and has no column without any', () => {
    const columns = [{ title: 'x', better: 'neither' as const, percent: false, digits: 3, shows: 'p-value' as const }];
    const row = (name: string, marks: object) => ({ name, cells: [{ mean: 1, seeds: 5 }], ...marks });
    const csv = (...rows: ReturnType<typeof row>[]) => parse(renderCsv({ title: '', columns, rows, notes: [] }));
    const marked = row('balanced', { transductive: ['sinkhorn', '=map'], unfair: ['steps', '=1+1'] });
    expect(csv(row('CLIP', {}), marked)).toEqual([
      ['variant', 'x', 'not a fair comparison', 'transductive'],
      ['CLIP', '1', '', ''],
      ['balanced', '1', 'steps; =1+1', 'sinkhorn; =map'],
    ]);
    expect(csv(row('CLIP', {}))).toEqual([
      ['variant', 'x'],
      ['CLIP', '1'],
    ]);
  });

  it('has one field for a p-value', () => {
    const columns = [{ title: 'p', better: 'neither' as const, percent: false, digits: 3, shows: 'p-value' as const }];
    const rows = [{ name: 'CLIP', cells: [{ mean: 0.00012, seeds: 5 }] }];
    expect(renderCsv({ title: '', columns, rows, notes: [] })).toBe('variant,p\nCLIP,0.00012\n');
  });
});
