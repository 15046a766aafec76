import { UserError } from '@alignclip/core';

export interface TextLine {
  /** "file: line n", n from 1. */
  readonly where: string;
  readonly text: string;
}

const mostLineBytes = 2 ** 16;

/** Lines of UTF-8 without their ends (`\n`, `\r\n`) and a byte order mark. Throws UserError naming one that is none or too long. */
export function* textLines(content: Uint8Array, path: string): Generator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  for (let start = 0; start <= content.length;) {
    const newline = content.indexOf(0x0a, start);
    const end = newline < 0 ? content.length : newline;
    const where = `${path}: line ${(number += 1)}`;
    const bytes = content.subarray(start, end);
    if (bytes.length > mostLineBytes)
      throw new UserError(`${where} has ${bytes.length} bytes, at most ${mostLineBytes}`);
    const text = decoded(decoder, bytes, where).replace(/\r$/, '');
    yield { where, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
    start = end + 1;
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UserError(`${where} is not UTF-8`);
  }
}
