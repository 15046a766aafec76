import { ClipTokenizer } from './clip-tokenizer';

const tokenizer = new ClipTokenizer();

describe('ClipTokenizer', () => {
  it('frames the ids and pads to the longest row', () => {
    const { rows, columns, ids } = tokenizer.encode(['a photo of a cat', 'cat']);
    expect([rows, columns]).toEqual([2, 7]);
    expect([...ids]).toEqual([49406, 320, 1125, 539, 320, 2368, 49407, 49406, 2368, 49407, 0, 0, 0, 0]);
  });

  it('cuts long texts and ends them with the end token', () => {
    const { columns, ids } = tokenizer.encode(['a '.repeat(100)], 5);
    expect(columns).toBe(5);
    expect([...ids]).toEqual([49406, 320, 320, 320, 49407]);
    expect(tokenizer.encode(['a '.repeat(100)]).columns).toBe(77);
  });

  it('encodes an empty text as start and end', () => expect(tokenizer.row(' \n')).toEqual([49406, 49407]));

  it('turns special words inside a caption into special ids, however written', () => {
    expect(tokenizer.tokenize('<END_OF_TEXT>&lt;start_of_text&gt;')).toEqual([49407, 49406]);
  });

  it('splits contractions, with a long s too, and digits', () => {
    expect(tokenizer.tokenize("it's").length).toBe(2);
    expect(tokenizer.decode(tokenizer.tokenize("it'ſ"))).toBe("it 'ſ ");
    expect(tokenizer.tokenize('2024')).toHaveLength(4);
  });

  it('leaves out U+0345, which the original pattern never matches', () => {
    expect(tokenizer.tokenize('a\u0345b')).toEqual(tokenizer.tokenize('a b'));
  });

  it('decodes the cleaned text', () => {
    expect(tokenizer.decode(tokenizer.tokenize('A Cat’s  life'))).toBe("a cat 's life ");
  });
});
