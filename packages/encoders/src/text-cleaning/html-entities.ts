import { decodeHTML, decodeHTMLStrict } from 'entities';
import { windows1252 } from './charmap';

const reference = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/gu;
const noncharacter = /^[\u0001-\u0008\u000b\u000e-\u001f\u007f\p{Noncharacter_Code_Point}]$/u;

/** Python's `html.unescape`: HTML 5 references, with or without semicolon; longest known prefix wins. */
export const unescapeHtml = (text: string): string =>
  text.includes('&')
    ? text.replace(reference, (whole) => (whole[1] === '#' ? numeric(whole) : decodeHTML(whole)))
    : text;

function numeric(whole: string): string {
  const digits = whole.replace(/^&#|;$/g, '');
  const code = /^[xX]/.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  if (code >= 0x80 && code <= 0x9f) return windows1252.characters[code]!;
  const character = String.fromCodePoint(code);
  return noncharacter.test(character) ? '' : character;
}

/** ftfy's more careful way: only whole references with a semicolon, and names in capitals (`&EACUTE;`) too. */
export const unescapeWholeReferences = (text: string): string =>
  text.includes('&') ? text.replace(/&#?[0-9A-Za-z]{1,24};/g, wholeReference) : text;

function wholeReference(whole: string): string {
  if (whole.startsWith('&#')) {
    const unescaped = unescapeHtml(whole);
    return unescaped.includes(';') ? whole : unescaped;
  }
  const exact = decodeHTMLStrict(whole);
  if (exact !== whole) return exact;
  const lower = whole.toLowerCase();
  const isShouted = whole === whole.toUpperCase() && decodeHTML(whole) === whole;
  const shouted = isShouted ? decodeHTMLStrict(lower) : lower;
  return shouted === lower ? whole : shouted.toUpperCase();
}
