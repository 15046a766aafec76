import { oddTable } from '../testing/odd-table';
import { renderLatex } from './render-latex';

describe('renderLatex', () => {
  it('writes a booktabs table with groups, marks, the best in bold, and notes', () => {
    expect(renderLatex(oddTable)).toBe(
      [
        '\\begin{table}',
        '  \\centering',
        '  \\caption{Gap \\& $<$b$>$co$<$/b$>$}',
        '  \\begin{tabular}{lrrrr}',
        '    \\toprule',
        '     & \\multicolumn{1}{c}{} & \\multicolumn{2}{c}{image$\\to$text} & \\multicolumn{1}{c}{} \\\\',
        '    \\cmidrule(lr){3-4}',
        '    variant & RMG $\\downarrow$ & R@1 (\\%) $\\uparrow$ & R@5 (\\%) $\\uparrow$ & range \\\\',
        '    \\midrule',
        '    CLIP & .460 $\\pm$ .010 & \\textbf{41.2 $\\pm$ 2.0} & 50.0 & .38 to .47 \\\\',
        "    =1+''x'', $<$i$>$50\\_\\%$<$/i$>$ \\textbackslash{}end\\{document\\} $^{\\dagger}$ & \\textbf{$-$.310 $\\pm$ .020$^{\\ddagger}$} & – & – & not available \\\\",
        '    \\bottomrule',
        '  \\end{tabular}',
        '  \\par\\smallskip{\\footnotesize $^{\\ddagger}$ differs from CLIP: p $\\le$ .05 after correction}',
        '  \\par\\smallskip{\\footnotesize $^{\\dagger}$ not a fair comparison: the notes name what else differs}',
        '  \\par\\smallskip{\\footnotesize Mean $\\pm$ standard deviation over n = 2 seeds.}',
        '\\end{table}',
        '',
      ].join('\n'),
    );
  });

  it('has no line of groups where no column has one', () => {
    const columns = oddTable.columns.map(({ title, better }) => ({ title, better, percent: false, digits: 1 }));
    expect(renderLatex({ ...oddTable, columns })).not.toMatch(/multicolumn|cmidrule/);
  });
});
