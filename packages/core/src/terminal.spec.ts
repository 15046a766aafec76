import { spawnSync } from 'node:child_process';
import { guardConsole, shellWord, shownText, warn } from './terminal';

describe('shownText', () => {
  it.each([
    ['an escape code', '\u001b[31mred', '\\u001b[31mred'],
    ['a C1 control', '\u009b31m', '\\u009b31m'],
    ['a bell, a backspace, DEL, NUL', '\u0007\b\u007f\0', '\\u0007\\u0008\\u007f\\u0000'],
    ['a carriage return', 'gone\rhere', 'gone\\u000dhere'],
    ['bidi marks', 'a\u202eb\u2066c\u200f\u061c', 'a\\u202eb\\u2066c\\u200f\\u061c'],
    ['line separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['half a character', '\ud83d!', '\\ud83d!'],
  ])('escapes %s', (_, text, shown) => expect(shownText(text)).toBe(shown));

  it('leaves ordinary text alone', () => {
    const text = 'é ü 中文 עברית 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 · “x”\n\tnext\r\nlast';
    expect(shownText(text)).toBe(text);
  });

  it('keeps the meaning of JSON', () => {
    const value = { name: 'a\u202e\u001b[2J\u007f\u2028\ud800' };
    expect(JSON.parse(shownText(JSON.stringify(value)))).toEqual(value);
  });
});

describe('guardConsole', () => {
  it('escapes all that the console writes', () => {
    const { log, info, debug, warn, error } = console;
    const lines: unknown[][] = [];
    console.log = (...parts) => void lines.push(parts);
    try {
      guardConsole();
      console.log('%s 100 %', '\u001b[1m');
    } finally {
      Object.assign(console, { log, info, debug, warn, error });
    }
    expect(lines).toEqual([['%s', '\\u001b[1m 100 %']]);
  });
});

describe('warn', () => {
  it('writes what comes from a file as one line that a terminal does not obey', () => {
    const { write } = process.stderr;
    const written: unknown[] = [];
    process.stderr.write = (text: unknown) => written.push(text) > 0;
    try {
      warn('skipped \u001b[2J.png\nerror: none');
    } finally {
      process.stderr.write = write;
    }
    expect(written).toEqual(['skipped \\u001b[2J.png\n  error: none\n']);
  });
});

describe('shellWord', () => {
  const words = ['plain', "it's", '$HOME `id` $(id) \\', '"', '', 'a b', '-x', '*', '!x', 'ü\n!'];

  it.each(words)('is read back by a shell: %j', (word) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' });
    expect(stdout).toBe(word);
  });
});
