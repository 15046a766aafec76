import { charmaps, windows1252 } from './charmap';
import { looksLikeMojibake, utf8Lookalike } from './mojibake-signs';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 sequences (bytes as code units) that would be valid if a space in them were byte A0. */
const spacedSequence =
  /[\xc2\xc3\xc5\xce\xd0\xd9] |[\xe2\xe3] [\x80-\x84\x86-\x9f\xa1-\xbf]|[\xe0-\xe3][\x80-\x84\x86-\x9f\xa1-\xbf] |\xf0 [\x80-\xbf]{2}|\xf0[\x80-\xbf] [\x80-\xbf]|\xf0[\x80-\xbf]{2} /g;

/** UTF-8 and CESU-8 sequences that lost bytes, which appear as 1A or, once per sequence, as a question mark. */
const lossySequence = new RegExp(
  [
    '[\\xc2-\\xdf]\\x1a',
    '[\\xc2\\xc3]\\?',
    '\\xed[\\xa0-\\xaf][\\x1a?]\\xed[\\xb0-\\xbf][\\x1a?\\x80-\\xbf]',
    '\\xed[\\xa0-\\xaf][\\x1a?\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x1a?]',
    '[\\xe0-\\xef][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xe0-\\xef][\\x1a\\x80-\\xbf][\\x1a?]',
    '[\\xf0-\\xf4][\\x1a?][\\x1a\\x80-\\xbf]{2}',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf]{2}[\\x1a?]',
    '\\x1a',
  ].join('|'),
  'g',
);

/** Undoes UTF-8 that was read with another encoding, layer by layer, where `looksLikeMojibake` says so. */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let before = ''; before !== repaired;) {
    before = repaired;
    repaired = repairOneLayer(repaired);
  }
  return repaired;
}

function repairOneLayer(text: string): string {
  if (!looksLikeMojibake(text)) return text;
  for (const { name, encode } of charmaps) {
    const bytes = encode(text);
    const decoded = bytes === undefined ? undefined : decodeUtf8(restoreLostBytes(bytes, name));
    if (decoded !== undefined) return decoded;
  }
  const inParts = text.replace(utf8Lookalike, (part) =>
    part.length < text.length && looksLikeMojibake(part) ? repairMojibake(part) : part,
  );
  return inParts === text ? repairC1Controls(text) : inParts;
}

/** "Ã la" was "à la", but "Ã quela" was "àquela"; MacRoman is left out: its en dash before a space is meant. */
function restoreLostBytes(bytes: string, encoding: string): string {
  const spaced =
    encoding === 'macroman'
      ? bytes
      : bytes
          .replace(/\xc3 (?! |quele|quela|quilo|s )/g, '\xc3\xa0 ')
          .replace(spacedSequence, (sequence) => sequence.replace(' ', '\xa0'));
  return encoding.startsWith('sloppy') ? spaced.replace(lossySequence, '\xef\xbf\xbd') : spaced;
}

/** UTF-8, CESU-8 (surrogates encoded one by one) and Java's C0 80 for U+0000; undefined where the bytes are none of these. */
function decodeUtf8(bytes: string): string | undefined {
  const standard = bytes
    .replace(
      /\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g,
      (_, a: string, b: string, c: string, d: string) => {
        const [high, middle, low, last] = [a, b, c, d].map((byte) => byte.charCodeAt(0) & 0x3f) as [
          number,
          number,
          number,
          number,
        ];
        const code = 0x10000 + ((high & 0x0f) << 16) + (middle << 10) + ((low & 0x0f) << 6) + last;
        return Buffer.from(String.fromCodePoint(code)).toString('latin1');
      },
    )
    .replace(/\xc0\x80/g, '\0');
  try {
    return utf8.decode(Buffer.from(standard, 'latin1'));
  } catch {
    return undefined;
  }
}

/** Nobody means C1 control characters: they were bytes of Windows-1252. */
export const repairC1Controls = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (control) => windows1252.characters[control.charCodeAt(0)]!);
