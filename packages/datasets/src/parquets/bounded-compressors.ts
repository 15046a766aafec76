import type { Compressors } from 'hyparquet';

/** Every codec of Parquet; none unpacks a page that declares more than `most` bytes. */
export async function boundedCompressors(most: number): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  return Object.fromEntries(
    Object.entries(compressors as Compressors).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, outputLength: number) => {
        if (!(outputLength >= 0 && outputLength <= most)) throw new Error(`a page of ${outputLength} bytes; refused`);
        return unpack!(input, outputLength);
      },
    ]),
  );
}
