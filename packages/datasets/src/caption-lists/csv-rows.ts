import { Readable } from 'node:stream';
import { messageOf, UserError } from '@alignclip/core';
import { parse } from 'csv-parse';
import { openBytes, type ForwardBytes } from '../files/forward-bytes';

export interface CsvFormat {
  readonly separator: string;
  /** Whether fields can be in double quotes, within which separators and line ends are text. */
  readonly quoting: boolean;
}

export interface CsvRow {
  /** Counted from 1; the last line of a row with several lines. */
  readonly line: number;
  readonly fields: readonly string[];
}

const pieceBytes = 2 ** 18;
/** The maximum size of a row; a quote that is never closed ends here. */
const maxRowBytes = 2 ** 20;

/** The rows of a file, plain or gzipped, without empty lines. Throws UserError naming the line that can't be read. */
export async function* csvRows(path: string, { separator, quoting }: CsvFormat): AsyncGenerator<CsvRow> {
  const bytes = await openBytes(path);
  const parser = parse({
    delimiter: separator,
    quote: quoting ? '"' : null,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
  });
  const source = Readable.from(pieces(bytes));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, fields: record };
    }
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new UserError(`${path}: line ${parser.info.lines}: ${reason}`);
  } finally {
    source.destroy();
    parser.destroy();
    await bytes.close();
  }
}

async function* pieces(bytes: ForwardBytes): AsyncGenerator<Buffer> {
  for (let next = await bytes.readSome(pieceBytes); next.length > 0; next = await bytes.readSome(pieceBytes))
    yield next;
}
