import { messageOf } from '@alignclip/core';
import { CorruptError } from '../corrupt';
import { parseJson } from './texts';

/** An element of a list in a JSON file. */
export interface JsonEntry {
  /** The field of the file's object that has the list. */
  readonly list: string;
  /** Its number in the list. */
  readonly index: number;
  /** Undefined where it has more than 1 MiB. */
  readonly value: unknown;
}

const maxEntryBytes = 2 ** 20;

const [quote, backslash, comma, colon, brace, bracket, braceEnd, bracketEnd] = Buffer.from('"\\,:{[}]');
const flags = (text: string): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(text.includes(String.fromCharCode(byte))));
const [outside, inText] = [flags('"{}[],:'), flags('"\\')];
const isOpening = (byte: number): boolean => byte === brace || byte === bracket;
const nothing = Buffer.alloc(0);
const isBlank = (bytes: Buffer | undefined): boolean => bytes?.toString().trim() === '';

/** Follows texts and brackets; only names of fields and elements of lists are parsed. */
export class JsonScan {
  /** The first fields of the object. */
  readonly fields = new Set<string>();
  readonly found = new Set<string>();
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private root: number | undefined;
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private field = '';
  private list: string | undefined;
  private index = 0;
  /** The bytes since the last boundary; undefined if they are too many. */
  private held: Buffer | undefined = nothing;

  constructor(private readonly lists: readonly string[]) {}

  *entriesIn(piece: Buffer): Generator<JsonEntry> {
    this.checkText(piece, true);
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (this.isEscaped) this.isEscaped = false;
      else if ((this.isText ? inText : outside)[byte] === 1 && this.follow(byte)) {
        this.hold(piece.subarray(from, at));
        from = at + 1;
        const entry = this.bound(byte);
        if (entry !== undefined) yield entry;
      }
    }
    this.hold(piece.subarray(from));
  }

  /** Throws CorruptError where the text is incomplete. */
  end(): void {
    this.checkText(nothing, false);
    if (this.depth > 0 || this.isText) throw new CorruptError('it ends early');
    if (this.root === undefined) parsed(this.held, 'the value');
    else if (!isBlank(this.held)) throw new CorruptError('text after its end');
  }

  private checkText(piece: Buffer, stream: boolean): void {
    try {
      this.decoder.decode(piece, { stream });
    } catch {
      throw new CorruptError('its text is not UTF-8');
    }
  }

  /** Whether this byte is the boundary of a field or an element. */
  private follow(byte: number): boolean {
    if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.isText = !this.isText;
    else if (isOpening(byte)) {
      this.depth += 1;
      return this.depth === 1 || (this.depth === 2 && byte === bracket && this.isWanted());
    } else if (byte === braceEnd || byte === bracketEnd) {
      this.depth -= 1;
      return this.depth <= (this.list === undefined ? 0 : 1);
    } else return this.list === undefined ? this.depth === 1 : this.depth === 2 && byte === comma;
    return false;
  }

  private isWanted(): boolean {
    return this.root === brace && this.list === undefined && this.lists.includes(this.field);
  }

  private bound(byte: number): JsonEntry | undefined {
    const { held, list } = this;
    this.held = nothing;
    if (list !== undefined) return this.element(held, list, byte);
    if (isOpening(byte) && this.root === undefined && isBlank(held)) this.root = byte;
    else if (this.depth === 2) this.begin();
    else if (byte === colon && this.root === brace) this.name(held);
    else if (this.depth < 0 || isOpening(byte)) throw new CorruptError('text after its end');
    return undefined;
  }

  private element(held: Buffer | undefined, list: string, end: number): JsonEntry | undefined {
    const { index } = this;
    const isLast = end === bracketEnd;
    if (!isLast && end !== comma) throw new CorruptError(`the list "${list}" has no end`);
    this.index += 1;
    if (isLast) this.list = undefined;
    if (isLast && index === 0 && isBlank(held)) return undefined;
    return { list, index, value: held && parsed(held, `${list}[${index}]`) };
  }

  private begin(): void {
    if (this.found.has(this.field)) throw new CorruptError(`the field "${this.field}" occurs twice`);
    this.found.add(this.field);
    [this.list, this.index] = [this.field, 0];
  }

  private name(held: Buffer | undefined): void {
    this.field = String(parsed(held?.subarray(0, 1000), 'the name of a field'));
    if (this.fields.size < 10) this.fields.add(this.field);
  }

  private hold(bytes: Buffer): void {
    if (this.held === undefined || bytes.length === 0) return;
    const fits = this.held.length + bytes.length <= maxEntryBytes;
    this.held = fits ? Buffer.concat([this.held, bytes]) : undefined;
  }
}

function parsed(bytes: Uint8Array | undefined, what: string): unknown {
  try {
    return parseJson(
      Buffer.from(bytes ?? nothing)
        .toString()
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw new CorruptError(`${what}: ${messageOf(error)}`);
  }
}
