import { UserError } from '@alignclip/core';

const maxCodes = 4096;

/** The strings of LZW: each is an earlier one and one index more. */
class Strings {
  private readonly prefix = new Uint16Array(maxCodes);
  private readonly suffix = Uint8Array.from({ length: maxCodes }, (_, code) => code);
  private readonly lengths = new Uint16Array(maxCodes).fill(1);
  private next = 0;
  private last = -1;
  private filled = 0;
  /** Bits of the next code. */
  size = 0;

  constructor(
    readonly clear: number,
    readonly out: Uint8Array,
  ) {
    this.restart();
  }

  get complete(): boolean {
    return this.filled >= this.out.length;
  }

  restart(): void {
    [this.next, this.last] = [this.clear + 2, -1];
    this.size = Math.log2(this.clear) + 1;
  }

  /** Writes the string of a code, and adds the string before it with its first index. */
  take(code: number): void {
    const isNew = code === this.next; // the string that is added now
    if (code > this.next || (this.last < 0 && code > this.clear)) return fail('its pixels are corrupt');
    const start = this.filled;
    this.filled = this.write(isNew ? this.last : code, start);
    const first = this.out[start]!;
    if (isNew && this.filled < this.out.length) this.out[this.filled] = first;
    if (isNew) this.filled += 1;
    if (this.last >= 0 && this.next < maxCodes) this.add(first);
    this.last = code;
  }

  /** Writes a string as far as there is room, and gives where it ends. */
  private write(code: number, start: number): number {
    const end = start + this.lengths[code]!;
    for (let at = end - 1, rest = code; at >= start; at -= 1) {
      if (at < this.out.length) this.out[at] = this.suffix[rest]!;
      rest = this.prefix[rest]!;
    }
    return end;
  }

  private add(index: number): void {
    this.prefix[this.next] = this.last;
    this.suffix[this.next] = index;
    this.lengths[this.next] = this.lengths[this.last]! + 1;
    this.next += 1;
    if (this.next === 1 << this.size && this.size < 12) this.size += 1;
  }
}

/**
 * The indices of a GIF image: LZW with codes of up to 12 bits, in blocks that start behind the number of bits at `start`.
 * Throws UserError unless there are `count` of them. Source: CompuServe, GIF89a specification, appendix F.
 */
export function unpackLzw(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const bits = bytes[start] ?? 0;
  if (bits < 1 || bits > 8) return fail(`its codes have ${bits} bits`);
  const nextCode = codeReader(bytes, start + 1);
  const strings = new Strings(2 ** bits, new Uint8Array(count));
  while (!strings.complete) {
    const code = nextCode(strings.size);
    if (code === strings.clear) strings.restart();
    else if (code === strings.clear + 1) return fail('its image is cut short');
    else strings.take(code);
  }
  return strings.out;
}

/** Reads codes of any number of bits from blocks of up to 255 bytes. */
function codeReader(bytes: Uint8Array, start: number): (size: number) => number {
  let [position, left, buffer, held] = [start, 0, 0, 0];
  return (size) => {
    for (; held < size; held += 8) {
      if (left === 0) left = bytes[position++] ?? 0;
      if (left === 0 || position >= bytes.length) return fail('its image is cut short');
      buffer |= bytes[position++]! << held;
      left -= 1;
    }
    const code = buffer & ((1 << size) - 1);
    buffer >>>= size;
    held -= size;
    return code;
  };
}

function fail(what: string): never {
  throw new UserError(what);
}
