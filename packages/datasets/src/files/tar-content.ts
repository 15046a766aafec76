import { Header } from 'tar';

/** A file to write into a tar file. */
export interface TarFile {
  /** At most 100 bytes. */
  readonly name: string;
  readonly data: Uint8Array;
}

const block = 512;

/** The bytes of a tar file (ustar; mode 0644, time 0: the same content gives the same bytes). */
export async function* tarContent(files: AsyncIterable<TarFile> | Iterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const { name, data } of files) {
    const header = Buffer.alloc(block);
    const fields = { path: name, mode: 0o644, size: data.length, type: 'File', mtime: new Date(0) } as const;
    const needsPax = new Header(fields).encode(header, 0);
    if (needsPax) throw new RangeError(`"${name}" is too long for a name in a tar file`);
    const padding = Buffer.alloc((block - (data.length % block)) % block);
    yield Buffer.concat([header, data, padding]); // one piece per file: fewer calls to write
  }
  yield Buffer.alloc(2 * block);
}
