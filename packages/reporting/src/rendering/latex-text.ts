import escapeLatex from 'escape-latex';
import { accents, mathSigns, textSigns } from './latex-signs';
import { plainText } from './text';

/**
 * One line, in ASCII, that every LaTeX prints literally: special characters are escaped, letters with accents and the usual
 * symbols are commands. Of any other character pdfLaTeX prints the number, and XeLaTeX and LuaLaTeX, whose fonts may have
 * it, the character; `latexPreamble` defines the command for it.
 */
export const latexText = (text: string): string =>
  plainText(text)
    .normalize('NFC')
    .replace(/[\ufe00-\ufe0f]/g, '') // forms of emoji
    .replace(/([-,'])\1+|\P{M}\p{M}*|\p{M}/gu, (part, repeated?: string) =>
      repeated === undefined ? (accented(part) ?? part.replace(/./gsu, sign)) : part.replace(/.(?=.)/g, '$&{}'),
    );

/** The line that has to precede texts of `latexText`; none where they contain no other characters. */
export const latexPreamble = (latex: string): string[] => (latex.includes('\\unicodesign{') ? [unicodeSign] : []);

/** Only XeLaTeX and LuaLaTeX know `\Uchar`. */
const unicodeSign =
  '\\providecommand{\\unicodesign}[1]{\\ifdefined\\Uchar\\Uchar"#1 \\else{\\footnotesize{[}U+#1{]}}\\fi}';

/** A Latin letter with accents; undefined for anything else. */
function accented(cluster: string): string | undefined {
  const [base = '', ...marks] = cluster.normalize('NFD');
  const commands = marks.map((mark) => accents.get(mark));
  if (!/^[a-z]$/i.test(base) || commands.includes(undefined)) return undefined;
  const isDotless = /^[ij]$/.test(base) && marks.some((mark) => mark < '\u0323');
  return commands.reduce<string>((inner, command) => `${command}{${inner}}`, isDotless ? `\\${base}` : base);
}

function sign(character: string): string {
  const text = textSigns.get(character);
  if (text !== undefined) return text;
  const math = mathSigns.get(character) ?? raisedDigit(character);
  if (math !== undefined) return `$${math}$`;
  if (/^[ -~]$/.test(character)) return escapeLatex(character);
  return `\\unicodesign{${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}}`;
}

/** `²` is `^{2}`, `₂` is `_{2}`. */
function raisedDigit(character: string): string | undefined {
  const digit = character.normalize('NFKC');
  if (!/^\d$/.test(digit) || digit === character || !/^[¹²³⁰-⁹₀-₉]$/.test(character)) return undefined;
  return `${/[₀-₉]/.test(character) ? '_' : '^'}{${digit}}`;
}
