import { withFile } from '../byte-source';
import { readRows, type EmbeddingFile, type NamedRow, type WantedRow } from './embedding-file';

/** A file with fewer rows is read row by row. */
const fewRows = 64;
/** A file is read whole once that takes no longer than the reads so far: about this many bytes for each row. */
const bytesOfRead = 1 << 18;
/** Bytes of all files together. */
const maxBytes = 1 << 28;

/** The rows of files of which many are wanted, in memory: a single row then costs no system call. */
export class RowBlocks {
  private readonly asked = new Map<EmbeddingFile, number>();
  private readonly blocks = new Map<EmbeddingFile, Promise<Uint8Array>>();
  private readonly lengths = new Map<EmbeddingFile, number>();
  private bytes = 0;

  /** The wanted rows, without those whose checksum is wrong. Throws UserError where the file can't be read. */
  async read(file: EmbeddingFile, width: number, wanted: readonly WantedRow[]): Promise<NamedRow[]> {
    return readRows(file, width, wanted, await this.of(file, width, wanted.length));
  }

  /** All rows of the file, of which `rows` more are wanted; undefined where few were. Throws UserError as `withFile`. */
  async of(file: EmbeddingFile, width: number, rows: number): Promise<Uint8Array | undefined> {
    const known = this.blocks.get(file);
    if (known !== undefined) return known;
    const asked = (this.asked.get(file) ?? 0) + rows;
    this.asked.set(file, asked);
    const length = file.rows * width * 4;
    if (file.rows < fewRows || asked * bytesOfRead < length || this.bytes + length > maxBytes) return undefined;
    this.bytes += length;
    this.lengths.set(file, length);
    const block = withFile(file.path, (source) => source.read(file.start, length));
    this.blocks.set(file, block);
    return block;
  }

  drop(file: EmbeddingFile): void {
    this.bytes -= this.lengths.get(file) ?? 0;
    for (const known of [this.lengths, this.blocks, this.asked]) known.delete(file);
  }
}
