import { gzipSync } from 'node:zlib';
import { scratch } from '../testing/scratch';
import { csvRows, type CsvFormat } from './csv-rows';

const files = scratch();
const commas: CsvFormat = { separator: ',', quoting: true };

async function rowsOf(content: string | Uint8Array, format = commas) {
  const rows: (readonly string[])[] = [];
  for await (const { fields } of csvRows(files.write('list.csv', content), format)) rows.push(fields);
  return rows;
}

describe('csvRows', () => {
  // what Python 3.11's csv.reader and, but for its missing fields, pandas 3.1.1 give
  it.each([
    ['p,a 5" nail', [['p', 'a 5" nail']]],
    ['p,"abc"def', [['p', 'abcdef']]],
    ['p,"abc" ', [['p', 'abc ']]],
    ['p, "abc"', [['p', ' "abc"']]],
    ['p,"a""b"', [['p', 'a"b']]],
    ['p,""', [['p', '']]],
    ['p,a""b', [['p', 'a""b']]],
    ['p,"a"b"c",d', [['p', 'ab"c"', 'd']]],
    ['"p","x\ny"', [['p', 'x\ny']]],
    ['p,"a\r\nb"', [['p', 'a\r\nb']]],
    [
      'p,a\rq,b\r\n\r\nx,y',
      [
        ['p', 'a'],
        ['q', 'b'],
        ['x', 'y'],
      ],
    ],
    ['   \np,a', [['p', 'a']]],
    ['p,a,', [['p', 'a', '']]],
    ['"",""', [['', '']]],
    ['p,""a""', [['p', 'a""']]],
    ['p,"a" "b"', [['p', 'a "b"']]],
    [
      'p,a\n"q"x,b',
      [
        ['p', 'a'],
        ['qx', 'b'],
      ],
    ],
    ['\uFEFFp,\uFFFD\u202e$&', [['p', '\uFFFD\u202e$&']]],
  ])('reads %j as Python and pandas do', async (text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
    expect(await rowsOf(gzipSync(text))).toEqual(rows);
  });

  it('reads lines with ends of several kinds', async () => {
    expect(await rowsOf('image,caption\r\n0.jpg,a\n1.jpg,b\r2.jpg,c\r\n\n')).toEqual([
      ['image', 'caption'],
      ['0.jpg', 'a'],
      ['1.jpg', 'b'],
      ['2.jpg', 'c'],
    ]);
  });

  it('takes quotes as text without quoting, and any character between fields', async () => {
    expect(await rowsOf('a"¦"b"¦¦\u00a6', { separator: '¦', quoting: false })).toEqual([['a"', '"b"', '', '', '']]);
    expect(await rowsOf('"a¦"¦©b', { separator: '¦', quoting: true })).toEqual([['a¦', '©b']]);
  });

  it('names the line where a quote was opened that is never closed', async () => {
    const text = `image,caption\np,"two\nlines"\nq,"a\n${'x\n'.repeat(1000)}`;
    await expect(rowsOf(text)).rejects.toThrow(/list\.csv: line 4: Quote not closed/);
    await expect(rowsOf(`p,a\r\nq,"${'x'.repeat(2e6)}"\n`)).rejects.toThrow(/line 2: Quote not closed/);
  });

  it('gives rows by their first line, those that are too large or no text with their fault', async () => {
    const path = files.write(
      'mixed.csv',
      Buffer.concat([
        Buffer.from(`p,"a\nb"\nq,${'y'.repeat(2e6)}\n,,,,\n`),
        Buffer.from('r,\xff\n', 'latin1'),
        Buffer.from('s,ok\n'),
      ]),
    );
    const found: unknown[] = [];
    for await (const { line, fields, fault } of csvRows(path, commas)) found.push([line, fields.length, fault]);
    expect(found).toEqual([
      [1, 2, undefined],
      [3, 2, 'a row of more than 1048576 bytes'],
      [4, 5, undefined],
      [5, 2, 'its text is not UTF-8'],
      [6, 2, undefined],
    ]);
  });

  it('says so where a file is UTF-16', async () => {
    await expect(rowsOf(Buffer.from('\uFEFFimage,caption\n', 'utf16le'))).rejects.toThrow('line 1: UTF-16; save it');
  });
});
