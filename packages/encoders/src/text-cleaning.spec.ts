import { cleanText } from './text-cleaning';

/** Expected values are those of open_clip 3.3.0 with ftfy 6.3.1. */
describe('cleanText', () => {
  it.each([
    ['folds white space and trims', ' \ta\n b\u00a0\u3000c\u2028d ', 'a b c d'],
    ['lowers case, the final sigma too', 'ΟΔΟΣ İ STRASSE ẞ', 'οδος i̇ strasse ß'],
    ['unescapes HTML up to three times', 'a &amp;amp;amp;lt; &notit; &NTILDE; &#150; &#0;', 'a < ¬it; ñ – \ufffd'],
    ['leaves unknown references', '&unknown; & &x;', '&unknown; & &x;'],
    ['drops references to nothing', '<&#1;>&#xfdd0;', '<>'],
    ['uncurls quotes', '“a” ‘b’ ʼc', "\"a\" 'b' 'c"],
    ['splits ligatures', 'ﬁne ĳs ǆ', 'fine ijs dž'],
    ['folds full and half width', 'ＡＢ１！ ｶﾞ', 'ab1! ガ'],
    [
      'removes controls, the byte order mark and terminal escapes',
      '\ufeffa\u0007b\u0000 \u001b[31mred\u001b[0m',
      'ab red',
    ],
    ['composes accents', 'cafe\u0301', 'café'],
    ['replaces lone surrogates', 'a\ud800b', 'a\ufffdb'],
    ['keeps the byte order mark that HTML brings in late', '<&#xfeff; a', '<\ufeff a'],
  ])('%s', (_, text, clean) => expect(cleanText(text)).toBe(clean));
});

describe('cleanText of mojibake', () => {
  it.each([
    ['Windows-1252', 'donâ€™t schÃ¶n âœ”', "don't schön ✔"],
    ['twice encoded', 'Ã¢â‚¬Å“xÃ¢â‚¬Â\u009d', '"x"'],
    ['Windows-1251', 'вЂњquotesвЂќ', '"quotes"'],
    ['MacRoman', '‚Äúquotes‚Äù', '"quotes"'],
    ['with spaces for no-break spaces', 'voilÃ  le travail Ã la mode', 'voilà le travail à la mode'],
    ['with lost bytes', 'â€œ like this â€�', '" like this \ufffd'],
    ['in parts of a text', '日本 â€“ doesnâ€™t', "日本 – doesn't"],
    ['C1 controls of Windows-1252', 'caf\u0085 \u0093a\u0094 日', 'caf… "a" 日'],
    ['CESU-8', 'í\u00a0½í¸\u0080 hi', '😀 hi'],
  ])('repairs %s', (_, text, clean) => expect(cleanText(text)).toBe(clean));

  it.each(['Å is a unit', 'naïve façade', '“ça va” – São Paulo', 'ÃO é NÃO', '½ cup, x², 40 °C, £5'])(
    'leaves intended text: %s',
    (text) => expect(cleanText(text)).toBe(text.replace(/[“”]/g, '"').toLowerCase()),
  );
});
