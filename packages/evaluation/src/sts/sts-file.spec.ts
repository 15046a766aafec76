import { parseSts, readSts } from './sts-file';

describe('parseSts', () => {
  it('reads columns by name and keeps quotes as they are', () => {
    const content = '\uFEFFgenre\tscore\tsentence2\tsentence1\r\nnews\t2.5\t"b\t"a" said\r\n';
    expect(parseSts(Buffer.from(content), 'x.tsv')).toEqual([
      { score: 2.5, genre: 'news', sentence1: '"a" said', sentence2: '"b' },
    ]);
  });

  it.each([
    ['', 'line 1 lacks the columns score, genre, sentence1, sentence2'],
    ['score\tgenre\tsentence1\tsentence2\n1\tx\ta', 'line 2 has 3 fields, the header 4'],
    ['score\tgenre\tsentence1\tsentence2\n\tx\ta\tb', 'line 2: score "" is not a number'],
    ['score\tgenre\tsentence1\tsentence2\nNaN\tx\ta\tb', 'line 2: score "NaN" is not a number'],
  ])('refuses %j', (content, message) => {
    expect(() => parseSts(Buffer.from(content), 'x.tsv')).toThrow(`x.tsv: ${message}`);
  });
});

describe('readSts', () => {
  it('says that a folder cannot be read', async () => {
    await expect(readSts('/no/such/folder', 'sts12')).rejects.toThrow('"/no/such/folder" is not a folder');
  });
});
