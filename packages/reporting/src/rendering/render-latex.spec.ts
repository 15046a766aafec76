import type { TableModel } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { hasPdfLatex, latexComplaints, noPdfLatex } from '../testing/pdflatex';
import { oddTable } from '../testing/odd-table';
import { renderLatex } from './render-latex';

const fitted = '  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%';
const hostile = [
  '[2pt]',
  '*',
  '* [9cm] x',
  '(lr)',
  '\\\\[',
  '&',
  '%',
  '$',
  '#1',
  '{',
  '}',
  '^^M',
  '\\end{table}',
  'λ中🚒\u202e',
];
const many = (columns: number, names: readonly string[]): TableModel => ({
  title: '[toc] Many * λ 中',
  rowTitle: '*',
  columns: Array.from({ length: columns }, (_, i) => ({
    title: `R@${i}`,
    group: `[group] ${i >> 2}`,
    better: 'higher' as const,
    percent: true,
    digits: 1,
  })),
  rows: names.map((name) => ({
    name,
    cells: Array.from({ length: columns }, () => ({ mean: 0.4, sd: 0.1, seeds: 3 })),
  })),
  notes: hostile,
});

describe('renderLatex', () => {
  it('writes booktabs tables with groups, marks, the best in bold, and notes', () => {
    expect(renderLatex(oddTable)).toBe(
      [
        '% Needs \\usepackage{booktabs} and \\usepackage{graphicx}.',
        '\\begin{table}',
        '  \\centering',
        '  \\caption{Gap \\& $<$b$>$co$<$/b$>$}',
        fitted,
        '  \\begin{tabular}{lrrr}',
        '    \\toprule',
        '     & \\multicolumn{1}{c}{} & \\multicolumn{2}{c}{image$\\to$text} \\\\',
        '    \\cmidrule(lr){3-4}',
        '    variant & RMG $\\downarrow$ & R@1 (\\%) $\\uparrow$ & R@5 (\\%) $\\uparrow$ \\\\',
        '    \\midrule',
        '    CLIP & .460 $\\pm$ .010 & \\textbf{41.2 $\\pm$ 2.0} & 50.0 \\\\',
        "    =1+''x'', $<$i$>$50\\_\\%$<$/i$>$ \\textbackslash{}end\\{document\\} $^{\\dagger}$ & \\textbf{$-$.310 $\\pm$ .020$^{\\ddagger}$} & -- & undefined \\\\",
        '    \\bottomrule',
        '  \\end{tabular}}',
        '  \\par\\medskip',
        fitted,
        '  \\begin{tabular}{lr}',
        '    \\toprule',
        '    variant & range \\\\',
        '    \\midrule',
        '    CLIP & .38 to .47 \\\\',
        "    =1+''x'', $<$i$>$50\\_\\%$<$/i$>$ \\textbackslash{}end\\{document\\} $^{\\dagger}$ & not available \\\\",
        '    \\bottomrule',
        '  \\end{tabular}}',
        '  \\par\\smallskip',
        '  \\parbox{\\linewidth}{\\footnotesize\\raggedright',
        '    $^{\\ddagger}$ differs from CLIP: p $\\le$ .05 after correction\\par',
        '    $^{\\dagger}$ not a fair comparison: the notes name what else differs\\par',
        '    Mean $\\pm$ standard deviation over n = 2 seeds.\\par',
        '  }',
        '\\end{table}',
        '',
      ].join('\n'),
    );
  });

  it('has no line of groups where no column has one', () => {
    const columns = oddTable.columns.map(({ title, better }) => ({ title, better, percent: false, digits: 1 }));
    expect(renderLatex({ ...oddTable, columns })).not.toMatch(/multicolumn|cmidrule/);
  });

  it('keeps every row of a long table, and the notes once', () => {
    const names = Array.from({ length: 95 }, (_, i) => `row ${i}`);
    const text = renderLatex({ ...many(2, names), notes: ['One note.'] });
    expect(text.match(/^ +row \d+ (?=&)/gm)?.map((line) => line.trim())).toEqual(names);
    expect(text.match(/begin\{table\}/g)).toHaveLength(3);
    expect(text.match(/\(continued\)/g)).toHaveLength(2);
    expect(text.match(/footnotesize\\raggedright/g)).toHaveLength(1);
  });
});

describeWhere(hasPdfLatex, noPdfLatex, 'pdfLaTeX', () => {
  it.each([
    ['marks and hostile names', oddTable],
    ['no column', many(0, hostile)],
    ['no row', many(3, [])],
    ['hostile names', many(3, hostile)],
    ['a wide table', many(13, ['CLIP', 'SharedCLIP', 'CLIP + IMSep'])],
    ['a wide table with long names', many(13, ['shared blocks only '.repeat(8), 'x'.repeat(300)])],
    [
      'a long and wide table',
      many(
        13,
        Array.from({ length: 100 }, (_, i) => `row ${i}`),
      ),
    ],
  ])('prints %s, nothing wider than a line or higher than a page', (_, model) => {
    expect(latexComplaints(renderLatex(model))).toEqual([]);
  });
});
