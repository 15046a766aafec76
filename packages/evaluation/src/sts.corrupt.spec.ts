import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { corruptFiles, expectUntouched } from '@alignclip/formats/testing';
import { randomModel } from './testing';
import { sts } from './sts';

const header = 'score\tgenre\tsentence1\tsentence2';
const sound = [header, '1\tx\ta\tb', '2.5\tx\t"c" d\te', '4e0\tx\tf\tg', '5\t\th\ti', ''].join('\n');

type Corruption = (path: string) => void;
const written =
  (content: string | Uint8Array): Corruption =>
  (path) =>
    writeFileSync(path, content);
const line =
  (content: string | Uint8Array): Corruption =>
  (path) =>
    appendFileSync(path, content);

/** What is wrong with the files as a whole, and how the message ends. */
const wholeFile: Readonly<Record<keyof typeof corruptFiles, RegExp>> = {
  'a missing file': /unknown STS set .*"pairs"; did you mean "pears"/,
  'a folder instead of the file': /pairs\.tsv": not a file/,
  'a named pipe that nobody writes into': /pairs\.tsv": not a file/,
  'a link that leads to itself': /pairs\.tsv": its links lead in a circle \(ELOOP\)/,
  'an empty file': /pairs\.tsv: line 1 lacks the columns score, genre, sentence1, sentence2; it is ""/,
  'zero bytes': /pairs\.tsv: line 1 lacks the columns .* it is "(\\u0000){60}…"$/,
  'noise of another kind': /pairs\.tsv: line 1 lacks the columns .* it is "#!\/bin\/sh"$/,
  'the first half': /pairs\.tsv: line 2 has 2 fields, the header 4/,
  'the first hundredth': /pairs\.tsv: line 1 lacks the columns/,
  'gzipped twice': /pairs\.tsv: line 1 is not UTF-8/,
  'a gzip file of noise': /pairs\.tsv: line 1 is not UTF-8/,
  'a gzip file that unpacks to 200 MB': /pairs\.tsv: line 1 (is not UTF-8|has \d+ bytes, at most 65536)/,
};

const inside: Readonly<Record<string, readonly [Corruption, RegExp]>> = {
  'a link to a device': [
    (path) => (rmSync(path), symlinkSync('/dev/zero', path)),
    /cannot read ".*pairs\.tsv": not a file/,
  ],
  'a file of 40 MB': [line(Buffer.alloc(40_000_000, 'a')), /pairs\.tsv: \d+ bytes, at most 33554432 are allowed/],
  'a line of 2 MB': [line(`1\tx\t${'a'.repeat(2_000_000)}\tb\n`), /line 6 has 2000006 bytes, at most 65536/],
  '30 MB of tabs': [line(Buffer.alloc(30_000_000, '\t')), /line 6 has 30000000 bytes, at most 65536/],
  'ten million empty fields in short lines': [
    line(`${'\t'.repeat(60_000)}\n`.repeat(160)),
    /line 6 has 60001 fields, the header 4/,
  ],
  'a header alone': [written(`${header}\n`), /pairs\.tsv: no sentence pair after the header/],
  'empty lines after the header': [written(`${header}\n\n\r\n\n`), /pairs\.tsv: no sentence pair/],
  'no header': [written('1\tx\ta\tb\n'), /line 1 lacks the columns score.*; it is "1, x, a, b"/],
  'a missing column': [
    written('score\tgenre\tsentence1\n1\tx\ta\n'),
    /line 1 lacks the columns sentence2; it is "score, genre, sentence1"/,
  ],
  'a column that is there twice': [written(`${header}\tscore\n1\tx\ta\tb\t5\n`), /line 1 has the column score twice/],
  'commas instead of tabs': [written(sound.replaceAll('\t', ',')), /line 1 lacks the columns/],
  'a second header, as in joined files': [line(sound), /line 6: score "score" is not a number/],
  'line ends of an old Macintosh': [written(sound.replaceAll('\n', '\r')), /line 1 lacks the columns sentence2/],
  'UTF-16': [written(Buffer.from(`\uFEFF${sound}`, 'utf16le')), /line 1 is not UTF-8/],
  'a sentence that is not UTF-8': [line(Buffer.from('1\tx\tcaf\xe9\tb\n', 'latin1')), /line 6 is not UTF-8/],
  'a character that is cut in two': [line(Buffer.from('1\tx\ta\té').subarray(0, -1)), /line 6 is not UTF-8/],
  'a NUL byte in a sentence': [line('1\tx\ta\0\tb\n'), /line 6: sentence1 "a\\u0000" contains a NUL byte/],
  'an empty sentence': [line('1\tx\ta\t \n'), /line 6: sentence2 is empty/],
  'too few fields': [line('1\tx\ta\n'), /line 6 has 3 fields, the header 4/],
  'a tab in a sentence': [line('1\tx\ta\tb\tc\n'), /line 6 has 5 fields, the header 4/],
  'a score of words': [line('good\tx\ta\tb\n'), /line 6: score "good" is not a number/],
  'a score of a thousand letters': [
    line(`${'9a'.repeat(500)}\tx\ta\tb\n`),
    /line 6: score "(9a){30}…" is not a number/,
  ],
  'no score': [line('\tx\ta\tb\n'), /line 6: score "" is not a number/],
  'a score that is NaN': [line('nan\tx\ta\tb\n'), /line 6: score "nan" is not a number/],
  'an infinite score': [line('1e999\tx\ta\tb\n'), /line 6: score "1e999" is not a number/],
  'a hexadecimal score': [line('0x3\tx\ta\tb\n'), /line 6: score "0x3" is not a number/],
  'a decimal comma': [line('3,5\tx\ta\tb\n'), /line 6: score "3,5" is not a number/],
  'a score below 0': [line('-1\tx\ta\tb\n'), /line 6: score "-1" is not from 0 to 5/],
  'a score above 5': [line('5.01\tx\ta\tb\n'), /line 6: score "5\.01" is not from 0 to 5/],
};

describe('sts and corrupt files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sts-corrupt-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let number = 0;
  const sets = () => {
    const own = join(folder, `case ${(number += 1)}`);
    mkdirSync(own);
    for (const name of ['pairs', 'pears']) writeFileSync(join(own, `${name}.tsv`), sound);
    return own;
  };
  const evaluate = (own: string) => sts.make({ folder: own, sets: ['pairs'], resamples: 0 }).evaluate(randomModel());
  const expectError = async (corrupt: Corruption, message: RegExp) => {
    const own = sets();
    corrupt(join(own, 'pairs.tsv'));
    await expectUntouched(folder, async () => {
      const error = await evaluate(own).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toMatch(message);
      expect((error as UserError).message.length).toBeLessThan(1000);
    });
  };
  const expectPairs = async (corrupt: Corruption) => {
    const own = sets();
    corrupt(join(own, 'pairs.tsv'));
    expect(await evaluate(own)).toEqual(await evaluate(sets()));
  };

  it.each(Object.entries(corruptFiles))('refuses %s', (what, corrupt) => expectError(corrupt, wholeFile[what]!));

  it.each(Object.entries(inside))('refuses %s', (_what, [corrupt, message]) => expectError(corrupt, message));

  it.each<[string, Corruption]>([
    ['a byte order mark and line ends of Windows', written(`\uFEFF${sound.replaceAll('\n', '\r\n')}`)],
    ['no line end after the last line', written(sound.trimEnd())],
    ['empty lines between', written(sound.replaceAll('\n', '\n\n'))],
    ['another column', written(sound.replace(/.$/gm, '$&\tmore'))],
    ['a link to the file', (path) => (rmSync(path), symlinkSync(path.replace('pairs', 'pears'), path))],
  ])('reads a file with %s as any other', (_what, corrupt) => expectPairs(corrupt));
});
