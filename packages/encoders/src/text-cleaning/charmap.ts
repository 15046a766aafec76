import { decode } from 'iconv-lite';

/** A single-byte encoding that can be undone: a text either maps to bytes or can't have come from it. */
export interface Charmap {
  readonly name: string;
  /** What bytes 0 … 255 mean. */
  readonly characters: readonly string[];
  /** The bytes as a string of code units 0 … 255, or undefined where the text has other characters. */
  readonly encode: (text: string) => string | undefined;
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** `overrides` maps bytes to characters where the library's table differs from the Unicode consortium's. */
function charmap(name: string, overrides: Readonly<Record<number, string>> = {}): Charmap {
  const decoded = decode(everyByte, name);
  const characters = Array.from(everyByte, (byte) => overrides[byte] ?? decoded[byte]!);
  return fromCharacters(name, characters);
}

/** Unassigned bytes stand for themselves, as in HTML; byte 1A stands for U+FFFD, a character that was lost. */
function sloppyCharmap(name: string): Charmap {
  const decoded = decode(everyByte, name);
  const characters = Array.from(decoded, (c, byte) => (c === '\ufffd' ? String.fromCharCode(byte) : c));
  characters[0x1a] = '\ufffd';
  return fromCharacters(`sloppy-${name}`, characters);
}

function fromCharacters(name: string, characters: readonly string[]): Charmap {
  const bytes = new Map(characters.map((character, byte) => [character, String.fromCharCode(byte)]));
  const encode = (text: string): string | undefined => {
    let encoded = '';
    for (const character of text) {
      const byte = bytes.get(character);
      if (byte === undefined) return undefined;
      encoded += byte;
    }
    return encoded;
  };
  return { name, characters, encode };
}

const latin1 = charmap('iso-8859-1');
export const windows1252 = sloppyCharmap('windows-1252');

/** Encodings whose bytes 80 … FF look like those of Latin-1: their mojibake is recognised by single characters. */
export const latinLike: readonly Charmap[] = [
  latin1,
  windows1252,
  ...['windows-1251', 'windows-1250', 'windows-1253', 'windows-1254', 'windows-1257'].map(sloppyCharmap),
];

/** All encodings that a text may have been misread with, in the order in which they are tried. */
export const charmaps: readonly Charmap[] = [
  ...latinLike,
  charmap('iso-8859-2'),
  charmap('macroman', { 0xbd: '\u03a9', 0xdb: '€', 0xf0: '\uf8ff' }),
  charmap('cp437'),
];
