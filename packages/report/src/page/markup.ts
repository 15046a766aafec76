import { escape } from 'html-escaper';

/** HTML that is safe to write: created only by `html` and `trusted`. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | false | readonly Part[];

/** HTML with every inserted text escaped; `undefined` and `false` insert nothing, lists insert their parts in order. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.map((string, i) => (i === 0 ? string : textOf(parts[i - 1]) + string)).join(''));

/** Text of the page itself: its script, style and data. Never pass anything from a record. */
export const trusted = (text: string): Markup => new Markup(text);

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escape(visible(String(part)));
}

/** Without control characters, direction marks and invisible characters: a name must look like what it is. */
const visible = (text: string): string =>
  text
    .replace(/[\t\n]/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd');
