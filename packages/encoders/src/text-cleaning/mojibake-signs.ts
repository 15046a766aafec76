import { latinLike } from './charmap';

/** Characters that occur in UTF-8 read with another encoding, by the kind of text in which they are meant. */
const kinds = {
  common: '\u00a0\u00ad´·–-―’…',
  c1: '\u0080-\u009f',
  bad: '¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\ufffd',
  law: '§¶',
  currency: '¢£¥₧€',
  opening: '¡©«¿΄΅‘‚“„•‹\uf8ff',
  closing: '®»˝”›™',
  numeric: '±-³µ¹¼-¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥',
  kaomoji: '°Ò-ÖÙ-Üò-öø-üŌŐŪŲ',
  upper: 'À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ',
  lower: 'ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґﬁﬂ',
  upperCommon: 'ÞΆΈ-ΊΌΎΏΑ-ΫЁ-Я',
  lowerCommon: 'ά-ωа-џ',
  box: '│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓',
};
type Kind = keyof typeof kinds;

/** A character class: the kinds named, and further characters. */
const of = (names: readonly Kind[], more = ''): string => `[${names.map((name) => kinds[name]).join('')}${more}]`;

const whitespace = '[\\p{White_Space}\\u001c-\\u001f]';
const symbols: readonly Kind[] = ['currency', 'numeric'];
const accented: readonly Kind[] = ['lower', 'upper'];
const nextToBad: readonly Kind[] = [...accented, 'box', 'opening', 'closing', ...symbols, 'law'];
const arabic = of(['common', 'currency', 'bad', 'numeric', 'opening'], 'ŸŠ®°µ»');
const cyrillicTail = of(['c1', 'bad', 'opening', 'closing', 'currency'], '°µ');
const greekTail = of(['c1', 'bad', 'opening', 'closing', 'currency'], '°');

/** Sequences that are far more likely mojibake than meant. */
const unlikely: readonly string[] = [
  of(['c1']),
  of([...nextToBad, 'bad']) + of(['bad']),
  '[a-zA-Z]' + of(['lowerCommon', 'upperCommon']) + of(['bad']),
  of(['bad']) + of(nextToBad),
  of(['lower', 'lowerCommon', 'box', 'closing', ...symbols]) + of(['upper']),
  of(['box', 'closing', ...symbols]) + of(['lower']),
  of(['lower', 'box', 'closing']) + of(['currency']),
  whitespace + of(['upper']) + of(['currency']),
  of(['upper', 'box']) + of(['numeric', 'law']),
  of([...accented, 'box', 'currency', 'closing']) + of(['opening']) + of(['numeric']),
  of([...accented, ...symbols, 'box', 'law']) + of(['closing']) + of(['opening']),
  of([...symbols, 'box']) + of(['opening']),
  '[a-z]' + of(['upper']) + of(['opening', 'currency']),
  of(['box']) + of(['kaomoji']),
  of([...accented, ...symbols, 'opening', 'closing', 'law']) + of(['box']),
  of(['box']) + of(['closing']),
  of(accented) + of(['opening', 'closing']) + '[\\p{L}\\p{N}_]',
  '[Œœ][^A-Za-z]',
  of(['upper']) + '°',
  // Windows-1252, two characters
  '[ÂÃÎÐ]' + of(['opening', 'closing'], '€œŠš¢£Ÿž\u00a0\u00ad®©°·»–—´'),
  '×[²³]',
  // Windows-1252: Arabic, then South Asian scripts
  `[ØÙ]${arabic}[ØÙ]${arabic}`,
  'à[²µ¹¼½¾]',
  // MacRoman
  '√[±∂†≠®™´≤≥¥µø]',
  '≈[°¢]',
  '‚Ä[ìîïòôúùû†°¢π]',
  '‚[âó][àä°ê]',
  // Windows-1251
  'вЂ',
  `[ВГРС]${cyrillicTail}[ВГРС]`,
  'ГўВЂВ[^\\n][A-Za-z ]',
  // à, á and the no-break space, the latter often turned into a space
  'Ã[\u00a0¡]',
  `[a-z]${whitespace}?[ÃÂ] `,
  '^[ÃÂ] ',
  of(['closing'], 'a-z.,?!') + 'Â' + of(['opening', 'closing'], ' '),
  // Windows-1253, then Windows-1257
  'β€[™\u00a0Ά\u00ad®°]',
  `[ΒΓΞΟ]${greekTail}[ΒΓΞΟ]`,
  'ā€',
];
const anyUnlikely = new RegExp(unlikely.join('|'), 'u');

/** Whether the text holds a sequence that reveals mojibake; the heuristic of ftfy 6.3 (`is_bad`). */
export const looksLikeMojibake = (text: string): boolean => anyUnlikely.test(text);

/** What bytes low … high look like when read with a Latin-like encoding. */
const misread = (low: number, high: number): string =>
  latinLike.flatMap(({ characters }) => characters.slice(low, high + 1)).join('');

const continuation = misread(0x80, 0xbf);
const strictContinuation = continuation.replace(/[–—―‘’‚“”„•…]/g, '');

/** Runs of what UTF-8 sequences of 2 to 4 bytes look like; a space may stand for a no-break space. */
export const utf8Lookalike = new RegExp(
  `(?<![${strictContinuation}])(?:[${misread(0xc2, 0xdf)}][${continuation} ]|[${misread(0xe0, 0xef)}][${continuation} ]{2}|` +
    `[${misread(0xf0, 0xf0)}${misread(0xf3, 0xf3)}][${continuation} ]{3})+`,
  'gu',
);
