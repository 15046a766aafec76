import type { NumberFormat } from '@alignclip/core';
import { escape as escapeHtml } from 'html-escaper';

/** One line without control characters: names come from files, and a terminal obeys what it is sent. */
export const plainText = (text: string): string => withoutControls(text).trim();

const withoutControls = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd'); // Half of a pair can't be written.

/** A copy of plain data in which no text has control characters, for figures and the page's program. */
export function withPlainTexts<T>(value: T): T {
  if (typeof value === 'string') return withoutControls(value) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => withPlainTexts(inner)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlainTexts<unknown>(inner)])) as T;
}

/** The text with its first letter in upper case. */
export const sentenceCase = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** One line that Markdown, and GitHub's with links, formulas and emoji, shows literally wherever it stands. */
export const markdownText = (text: string): string =>
  plainText(text)
    .replace(/[\\`*_[\]<>|~&#$]/g, '\\$&')
    .replace(/^[-+=]|(?<=^\d+)[.)](?= |$)/, '\\$&')
    .replace(/:(?=\/\/|[\w+-]+:)|@(?=[\w-]+\.)|(?<=\bwww)\./gi, '\\$&');

/** One line that is safe within HTML elements and quoted attributes. */
export const htmlText = (text: string): string => escapeHtml(plainText(text));

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`; a dash where the value is not finite. */
export function formatNumber(value: number, { percent, digits }: NumberFormat): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}
