import { unescapeWholeReferences } from './html-entities';
import { repairC1Controls, repairMojibake } from './mojibake';

/**
 * Repairs broken text as `ftfy.fix_text` 6.3.1 does with its default settings (Robyn Speer, Apache-2.0), line by
 * line: HTML references (until a line has a "<"), mojibake, ligatures, width, quotes, line breaks, surrogates,
 * terminal escapes, control characters, NFC; repeated until nothing changes.
 */
export function fixText(text: string): string {
  if (plain.test(text)) return text;
  let isHtml = false;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      isHtml ||= line.includes('<');
      return fixLine(line, isHtml);
    })
    .join('');
}

/** Printable ASCII without "&": no repair applies. */
const plain = /^[\n\x20-%'-~]*$/;

function fixLine(line: string, isHtml: boolean): string {
  let fixed = line;
  for (let before: string | undefined; before !== fixed;) {
    before = fixed;
    if (!isHtml) fixed = unescapeWholeReferences(fixed);
    for (const repair of allRepairs) fixed = repair(fixed);
  }
  return fixed;
}

const ligatures = new Map(
  'Ĳ=IJ ĳ=ij ŉ=ʼn Ǳ=DZ ǲ=Dz ǳ=dz Ǆ=DŽ ǅ=Dž ǆ=dž Ǉ=LJ ǈ=Lj ǉ=lj Ǌ=NJ ǋ=Nj ǌ=nj ﬀ=ff ﬁ=fi ﬂ=fl ﬃ=ffi ﬄ=ffl ﬅ=ſt ﬆ=st'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);
const anyLigature = new RegExp(`[${[...ligatures.keys()].join('')}]`, 'gu');

const splitLigatures = (text: string): string => text.replace(anyLigature, (ligature) => ligatures.get(ligature)!);

/** Full-width Latin, half-width Katakana and Hangul, the ideographic space. */
const foldWidth = (text: string): string =>
  text.replace(/[\u3000\uff01-\uffef]/g, (wide) => (wide === '\u3000' ? ' ' : wide.normalize('NFKC')));

const uncurlQuotes = (text: string): string =>
  text.replace(/[\u201c-\u201f]/g, '"').replace(/[\u02bc\u2018-\u201b]/g, "'");

const unifyLineBreaks = (text: string): string => text.replace(/\r\n|[\r\u2028\u2029\u0085]/g, '\n');

const replaceLoneSurrogates = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

const removeTerminalEscapes = (text: string): string => text.replace(/\u001b\[[\p{Nd};]*[a-zA-Z]/gu, '');

/** Invisible characters: controls, the byte order mark, interlinear annotations. */
const removeControls = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc]/g, '');

/** The repairs of single characters, in ftfy's order; the last one composes accents (NFC). */
const characterRepairs: readonly ((text: string) => string)[] = [
  splitLigatures,
  foldWidth,
  uncurlQuotes,
  unifyLineBreaks,
  replaceLoneSurrogates,
  removeTerminalEscapes,
  removeControls,
  (text) => text.normalize('NFC'),
];

const allRepairs = [repairMojibake, repairC1Controls, ...characterRepairs];
