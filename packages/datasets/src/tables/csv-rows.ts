import { Readable } from 'node:stream';
import { UserError } from '@alignclip/core';
import { parse } from 'csv-parse';
import type { ForwardBytes } from '../archives/forward-bytes';
import { openBytes } from '../archives/open-bytes';

export interface CsvFormat {
  readonly separator: string;
  /** Fields may stand in double quotes, in which separators and line ends are text. */
  readonly quoting: boolean;
}

export interface CsvRow {
  /** Counted from 1; of its end, where a quoted field has several lines. */
  readonly line: number;
  readonly fields: readonly string[];
}

const pieceBytes = 2 ** 18;
/** No caption is longer; a quote that is never closed ends here. */
const mostRowBytes = 2 ** 20;

/** The rows of a file that may be gzipped, empty lines left out. Throws UserError naming the line where it can't go on. */
export async function* csvRows(path: string, { separator, quoting }: CsvFormat): AsyncGenerator<CsvRow> {
  const bytes = await openBytes(path);
  const parser = parse({
    delimiter: separator,
    quote: quoting ? '"' : null,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: mostRowBytes,
  });
  const source = Readable.from(pieces(bytes));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, fields: record };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
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
