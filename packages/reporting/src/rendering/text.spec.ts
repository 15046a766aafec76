import { latexText } from './text';

describe('latexText', () => {
  it.each([
    ['a_b & 5 % #1 $x$ ~ ^', 'a\\_b \\& 5 \\% \\#1 \\$x\\$ \\textasciitilde{} \\textasciicircum{}'],
    ['\\input{/etc/passwd}', '\\textbackslash{}input\\{/etc/passwd\\}'],
    ['1/τ ≥ 2 · β | α', '1/$\\tau$ $\\ge$ 2 $\\cdot$ $\\beta$ $|$ $\\alpha$'],
    ['a\n\nb\u0000', 'a b'],
  ])('escapes %p', (text, latex) => expect(latexText(text)).toBe(latex));
});
