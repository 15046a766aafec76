import { format } from 'node:util';

/** What a terminal obeys or hides: control characters but line breaks and tabs, bidi marks, invisible signs, half characters. */
const unsafe = /(?!\r\n)[^\P{Cc}\n\t]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/**
 * Text from anywhere as a terminal may show it: what a terminal would obey or hide is written as in JSON, `\u001b`, so
 * that printed JSON keeps its meaning.
 */
export const shownText = (text: string): string =>
  text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** From now on the console of this process writes nothing but `shownText`. */
export function guardConsole(): void {
  for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    const write = console[method].bind(console);
    console[method] = (...parts: unknown[]) => write('%s', shownText(format(...parts)));
  }
}

/** Writes a line on standard error as a terminal may show it; what follows a line break is indented. */
export const warn = (line: string): void => void process.stderr.write(`${shownText(line).replaceAll('\n', '\n  ')}\n`);

/** A word of a command line as a POSIX shell reads it back. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
