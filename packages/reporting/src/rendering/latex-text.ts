import escapeLatex from 'escape-latex';
import { plainText } from './plain-text';

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
const symbolPattern = new RegExp(Object.keys(symbols).map((symbol) => symbol.replace('|', '\\|')).join('|'), 'g'); // prettier-ignore

/** One line that LaTeX prints as it stands: special characters escaped, the symbols of our tables as commands. */
export const latexText = (text: string): string =>
  escapeLatex(plainText(text)).replace(symbolPattern, (symbol) => symbols[symbol]!);
