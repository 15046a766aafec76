import { isUtf8 } from 'node:buffer';
import { UserError } from '@alignclip/core';
import { CorruptError } from '../corrupt';
import { openBytes } from '../files/forward-bytes';

export interface CsvFormat {
  readonly separator: string;
  /** Whether fields can be in double quotes, within which separators and line ends are text. */
  readonly quoting: boolean;
}

export interface CsvRow {
  /** Its first line, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Why it can't be used as it is. */
  readonly fault?: string;
}

const pieceBytes = 2 ** 18;
/** The maximum size of a row; a quote that is never closed ends here. */
const maxRowBytes = 2 ** 20;

/**
 * The rows of a file, plain or gzipped, without blank lines, as Python's `csv` and pandas read them: a quote within a
 * field is text, and each line has an end of its own kind. Throws UserError naming the line where the file can't be read.
 */
export async function* csvRows(path: string, format: CsvFormat): AsyncGenerator<CsvRow> {
  const bytes = await openBytes(path);
  const reading = new CsvReading(format);
  try {
    let piece = await bytes.readSome(pieceBytes);
    if (/^(\xff\xfe|\xfe\xff)/.test(piece.toString('latin1', 0, 2))) throw new CorruptError('UTF-16; save it as UTF-8');
    if (piece.toString('latin1', 0, 3) === '\xef\xbb\xbf') piece = piece.subarray(3);
    for (; piece.length > 0; piece = await bytes.readSome(pieceBytes)) yield* reading.rowsIn(piece);
    yield* reading.end();
  } catch (error) {
    if (error instanceof CorruptError) throw new UserError(`${path}: line ${reading.line}: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
}

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

type State = 'start' | 'field' | 'quoted' | 'quote in quoted';

/** The states of CPython's `_csv.c`, on bytes: UTF-8 has no part of a character that is a quote or a line end. */
class CsvReading {
  /** Where an error is: the line that is read, or the one where the open quote is. */
  line = 1;
  private state: State = 'start';
  private previous = 0;
  private readonly separator: Buffer;
  /** Whether a byte is text wherever it stands. */
  private readonly isPlain = new Uint8Array(256).fill(1);
  /** The content of the row's fields, and where each of them ends. */
  private readonly content = Buffer.alloc(maxRowBytes);
  private used = 0;
  private ends: number[] = [];
  private first = 1;
  private opened = 0;
  private isTooLong = false;

  constructor({ separator, quoting }: CsvFormat) {
    this.separator = Buffer.from(separator);
    for (const byte of [lineFeed, carriageReturn, this.separator.at(-1)!]) this.isPlain[byte] = 0;
    if (quoting) this.isPlain[quote] = 0;
  }

  *rowsIn(piece: Uint8Array): Generator<CsvRow> {
    for (let at = 0; at < piece.length;) {
      const start = at;
      while (this.isPlain[piece[at]!] === 1) at += 1;
      if (at > start) this.addPlain(piece.subarray(start, at));
      const row = at < piece.length ? this.take(piece[at]!) : undefined;
      at += 1;
      if (row !== undefined) yield row;
    }
  }

  /** The last row, if no line end came after it. Throws CorruptError within quotes. */
  *end(): Generator<CsvRow> {
    if (this.state === 'quoted') this.refuseQuote();
    const row = this.endRow();
    if (row !== undefined) yield row;
  }

  private addPlain(bytes: Uint8Array): void {
    if (this.state !== 'quoted') this.state = 'field';
    this.previous = 0;
    this.add(bytes);
  }

  /** A byte that may be more than text. */
  private take(byte: number): CsvRow | undefined {
    const continues = byte === lineFeed && this.previous === carriageReturn;
    this.previous = byte;
    const endsLine = byte === lineFeed || byte === carriageReturn;
    if (endsLine && !continues) this.line += 1;
    if (this.state === 'quoted') return byte === quote ? void (this.state = 'quote in quoted') : this.add([byte]);
    if (endsLine) return this.endRow();
    if (byte === quote && this.state !== 'field') {
      if (this.state === 'quote in quoted') this.add([byte]);
      else this.opened = this.line;
      return void (this.state = 'quoted');
    }
    if (this.endsSeparator(byte)) return this.endField();
    this.state = 'field';
    return this.add([byte]);
  }

  private add(bytes: ArrayLike<number>): undefined {
    if (this.used + bytes.length <= maxRowBytes) {
      this.content.set(bytes, this.used);
      this.used += bytes.length;
    } else if (this.state === 'quoted') this.refuseQuote();
    else this.isTooLong = true;
  }

  /** Whether this is the last byte of a separator; those before it go. */
  private endsSeparator(byte: number): boolean {
    const before = this.separator.length - 1;
    if (byte !== this.separator[before] || before === 0) return byte === this.separator[before];
    const start = this.used - before;
    if (start < (this.ends.at(-1) ?? 0)) return false;
    if (this.content.compare(this.separator, 0, before, start, this.used) !== 0) return false;
    this.used = start;
    return true;
  }

  private endField(): undefined {
    if (this.ends.length < maxRowBytes) this.ends.push(this.used);
    else this.isTooLong = true;
    this.state = 'start';
  }

  /** The row, if the line was not blank. */
  private endRow(): CsvRow | undefined {
    const { first, isTooLong, state, ends, content } = this;
    this.first = this.line;
    if (state === 'start' && ends.length === 0) return undefined;
    this.endField();
    const { used } = this;
    [this.used, this.ends, this.isTooLong] = [0, [], false];
    const fields = ends.map((end, i) => content.toString('utf8', ends[i - 1] ?? 0, end));
    if (state === 'field' && fields.length === 1 && !isTooLong && /^[ \t]*$/.test(fields[0]!)) return undefined;
    const isText = !fields.some((field) => field.includes('\uFFFD')) || isUtf8(content.subarray(0, used));
    if (!isTooLong && isText) return { line: first, fields };
    return { line: first, fields, fault: isText ? `a row of more than ${maxRowBytes} bytes` : 'its text is not UTF-8' };
  }

  private refuseQuote(): never {
    this.line = this.opened;
    throw new CorruptError(
      `Quote not closed within ${maxRowBytes} bytes or the file; if quotes are text, set quoting: false`,
    );
  }
}
