import { Header } from 'tar';

/** A file to be put into a tar file. */
export interface TarFile {
  /** At most 100 bytes. */
  readonly name: string;
  readonly data: Uint8Array;
}

const block = 512;

/** The bytes of a tar file (ustar; mode 0644, time 0, so that equal content gives equal bytes). */
export async function* tarContent(files: AsyncIterable<TarFile> | Iterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const { name, data } of files) {
    const header = Buffer.alloc(block);
    const more = new Header({ path: name, mode: 0o644, size: data.length, type: 'File', mtime: new Date(0) }).encode(
      header,
      0,
    );
    if (more) throw new RangeError(`"${name}" is too long a name for a tar file`);
    yield header;
    yield data;
    yield Buffer.alloc((block - (data.length % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}
