import type { NumberFormat } from '@alignclip/core';
import { escape as escapeHtml } from 'html-escaper';

/** One line without control characters: names come from files, and a terminal obeys what it is sent. */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd') // half of a surrogate pair can't be written
    .trim();

/** The text with its first letter in upper case. */
export const sentenceCase = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** One line that Markdown shows literally. */
export const markdownText = (text: string): string => plainText(text).replace(/[\\`*_[\]<>|~&]/g, '\\$&');

/** One line that is safe within HTML elements and quoted attributes. */
export const htmlText = (text: string): string => escapeHtml(plainText(text));

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`; a dash where the value is not finite. */
export function formatNumber(value: number, { percent, digits }: NumberFormat): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}
