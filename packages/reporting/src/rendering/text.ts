import type { NumberFormat } from '@alignclip/core';
import escapeLatex from 'escape-latex';
import { escape as escapeHtml } from 'html-escaper';

/** One line without control characters: names come from files, and a terminal obeys what it is sent. */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** The text with its first letter in upper case. */
export const sentenceCase = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** One line that Markdown shows literally. */
export const markdownText = (text: string): string => plainText(text).replace(/[\\`*_[\]<>|~&]/g, '\\$&');

/** One line that is safe within HTML elements and quoted attributes. */
export const htmlText = (text: string): string => escapeHtml(plainText(text));

const symbols: Readonly<Record<string, string>> = {
  '−': '$-$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '→': '$\\to$',
  '↑': '$\\uparrow$',
  '↓': '$\\downarrow$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '·': '$\\cdot$',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "''",
  '‡': '$^{\\ddagger}$',
  '†': '$^{\\dagger}$',
  α: '$\\alpha$',
  β: '$\\beta$',
  τ: '$\\tau$',
  '’': "'",
};
const symbolPattern = new RegExp(`[${Object.keys(symbols).join('')}]`, 'g');

/** One line that LaTeX prints literally: special characters escaped, the symbols of our tables as commands. */
export const latexText = (text: string): string =>
  escapeLatex(plainText(text)).replace(symbolPattern, (symbol) => symbols[symbol]!);

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`; a dash where the value is not finite. */
export function formatNumber(value: number, { percent, digits }: NumberFormat): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}
