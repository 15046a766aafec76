import { renderMarkdown } from './rendering/render-markdown';
import { statisticsTable } from './statistics-table';
import { describeTable } from './testing/describe-table';
import { madeRecords } from './testing/made-records';

/** The ten seeds of tools/reference/paired_tests.py, as R@1. */
const treatment = [0.322, 0.301, 0.35, 0.289, 0.331, 0.342, 0.318, 0.309, 0.367, 0.295];
const baseline = [0.286, 0.31, 0.301, 0.277, 0.319, 0.29, 0.326, 0.281, 0.303, 0.292];
const records = [...madeRecords('CLIP', 'r', baseline), ...madeRecords('Shared', 'r', treatment)];
const columns = [{ title: 'R@1', score: 'r', better: 'higher' as const, percent: true }];

describeTable('statistics-table', statisticsTable.make({ columns, baseline: 'CLIP' }), records);

describe('statisticsTable', () => {
  const model = statisticsTable.make({ columns, baseline: 'CLIP' }).render(records);

  it('gives every number of a score and variant', () => {
    const figures = model.rows[1]!.cells.map((cell) => cell?.mean);
    const overSeeds = [10, 0.3224, 0.0252375, 0.3224, 0.3224];
    const against = [10, 0.0239, 0.0239, 0.0239, 0.021484375, 0.021484375, 0.01953125, 0.9248034];
    [...overSeeds, ...against].forEach((want, i) => expect(figures[i]).toBeCloseTo(want, 5));
    expect(model.rows[1]!.cells[7]!.interval![0]).toBeCloseTo(0.0054127944, 9);
    expect(model.rows[1]!.cells[7]!.interval![1]).toBeCloseTo(0.0423872056, 9);
  });

  it('writes each in its own format, with the mark at the difference', () => {
    const lines = renderMarkdown(model).split('\n');
    const row = lines.find((line) => line.startsWith('| R@1 (%), Shared'));
    expect(row).toMatch(
      /^\| R@1 \(%\), Shared \| 10 \| 32\.2 \| 2\.5 \| 30\.4 to 34\.0 \| 3\d\.\d to 3\d\.\d \| 10 \| 2\.4‡ \| 0\.5 to 4\.2 \| \d\.\d to \d\.\d \| \.021 \| \.021 \| \.020 \| \.92 \|$/,
    );
  });

  it('leaves the tests of the baseline’s own row empty', () => {
    expect(model.rows[0]!.cells.slice(5)).toEqual(new Array(8).fill(undefined));
  });

  it('warns that the effect sizes of few seeds are too large', () => {
    expect(model.notes.at(-1)).toBe('With 10 seeds, effect sizes d_z are too large, on average by about 9 %.');
  });

  it('has no tests without a baseline, and no interval of one seed', () => {
    const plain = statisticsTable.make({ columns }).render(madeRecords('CLIP', 'r', [0.5]));
    expect(plain.columns).toHaveLength(5);
    expect(plain.rows[0]!.cells.map((cell) => cell?.mean)).toEqual([1, 0.5, undefined, undefined, undefined]);
  });
});
