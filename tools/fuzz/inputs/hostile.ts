import fc from 'fast-check';

/** Texts that have broken readers, writers, terminals, templates and shells. */
export const hostileTexts: readonly string[] = [
  ...['', ' ', '\t', '\n', '\r', '\r\n', '\0', '\uFEFF', '\u001b[2J', '\u001b]0;x\u0007', '\u202e', '\u2028', '\u0085'],
  ...[
    '$&',
    '$$',
    '$1',
    '{}',
    '${x}',
    '%s',
    '\\',
    '\\\\',
    '\\x',
    '"',
    '""',
    "'",
    '`',
    ',',
    ';',
    '|',
    '<b>',
    '&lt;',
    '&#0;',
  ],
  ...['=1+1', '-', '--', '-x', '+1', '@a', '[', '*', '[x]', '#', '/', '//', '.', '..', './', 'a/b', '~', '$(x)', '`x`'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'true', 'NaN', 'nan'],
  ...[
    '0',
    '-0',
    '1',
    '-1',
    '007',
    '1e3',
    '1e999',
    '0x10',
    '.5',
    '1_000',
    '9'.repeat(30),
    '2147483648',
    '9007199254740993',
  ],
  ...[
    'Infinity',
    '-inf',
    '１',
    '٣',
    'é',
    'e\u0301',
    'ﬁ',
    'ı',
    'İ',
    'ß',
    '😀',
    '👩‍👩‍👧',
    '\ud800',
    '\udc00x',
    'a\u0345',
    'ﷺ',
    '漢字',
  ],
  ...['x'.repeat(300), '['.repeat(2000), '{"a":'.repeat(500), '('.repeat(500), 'é'.repeat(200), '&amp;'.repeat(50)],
  ...['CON', 'a:b', 'Ã©â‚¬', 'â€œ', '\u00a0', '\u3000', '\u200b', '\u200e', '\ufffd', '\uffff'],
];

const token = fc.constantFrom(...hostileTexts);

/** A hostile text, several together, or any text. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: token },
  { weight: 2, arbitrary: fc.array(token, { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

const hostileNumber = fc.constantFrom(
  ...[0, -0, 1, -1, 0.5, 1.5, 255, 256, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e308, 5e-324],
);

/** Any value of JSON, with hostile names, texts and numbers. */
export const hostileJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    hostileText,
    hostileNumber,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 4 }),
  ),
})).value;
