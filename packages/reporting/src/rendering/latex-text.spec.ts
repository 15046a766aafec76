import { describeWhere } from '@alignclip/core/testing';
import { hasPdfLatex, latexComplaints, noPdfLatex } from '../testing/pdflatex';
import { latexPreamble, latexText } from './latex-text';

describe('latexText', () => {
  it.each([
    ['a_b & 5 % #1 $x$ ~ ^', 'a\\_b \\& 5 \\% \\#1 \\$x\\$ \\textasciitilde{} \\textasciicircum{}'],
    ['\\input{/etc/passwd}', '\\textbackslash{}input\\{/etc/passwd\\}'],
    ['1/τ ≥ 2 · β | α', '1/$\\tau$ $\\ge$ 2 $\\cdot$ $\\beta$ $|$ $\\alpha$'],
    ['a\n\nb\u0000', 'a b'],
    ['[2pt] *', '{[}2pt{]} {*}'],
    ["a--b ,, '' `` ?`", "a-{}-b ,{}, '{}' \\`{}\\`{} ?\\`{}"],
    ['é Ş ı ĭ ø e\u0301\u0323 R²₁', "\\'{e} \\c{S} \\i{} \\u{\\i} \\o{} \\'{\\d{e}} R$^{2}$$_{1}$"],
    [
      '中 🚒\ufe0f ą я\u0301',
      '\\unicodesign{4E2D} \\unicodesign{1F692} \\unicodesign{0105} \\unicodesign{044F}\\unicodesign{0301}',
    ],
    ['\ud800\u202ex', '\\unicodesign{FFFD} x'],
  ])('escapes %p', (text, latex) => expect(latexText(text)).toBe(latex));

  it('is ASCII, whatever the text', () => {
    const codes = Array.from({ length: 0x20000 / 5 }, (_, i) => 5 * i);
    expect(codes.filter((code) => !/^[ -~]+$/.test(latexText(`a${String.fromCodePoint(code)}`)))).toEqual([]);
  });
});

/** Every sign that has a command, and some that have none. */
const signs = [...Array.from({ length: 0x3000 }, (_, code) => code), 0x4e2d, 0xfffd, 0x1f692, 0x10fffd]
  .map((code) => latexText(String.fromCodePoint(code)))
  .filter((latex, i) => latex !== '' && (i > 0x2ff0 || !latex.includes('\\unicodesign')));

describeWhere(hasPdfLatex, noPdfLatex, 'pdfLaTeX', () => {
  it('prints all that latexText gives, alone, twice, in bold and in captions', () => {
    expect(signs.length).toBeGreaterThan(600);
    const lines = signs.flatMap((latex) => [`${latex}${latex} \\textbf{${latex}}\\par`]);
    const captions = signs.filter((_, i) => i % 40 === 0).join(' ');
    const body = [...latexPreamble(signs.join('')), ...lines, `\\begin{table}\\caption{${captions}}\\end{table}`];
    expect(latexComplaints(body.join('\n'))).toEqual([]);
  });
});
