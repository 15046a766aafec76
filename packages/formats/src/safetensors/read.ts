import { UserError } from '@alignclip/core';

import { withFile, type ByteSource } from '../byte-source';
import type { StoredTensor } from '../stored-tensor';
import { decodeBytes } from '../tensor-bytes';
import { ChecksumTest, withoutChecksum } from './checksum';
import { headerLength, parseHeader, type SafetensorsHeader, type TensorEntry } from './header';

/** Tensors by name in the order of their data, and the file's free text. */
export interface SafetensorsFile {
  readonly metadata: Record<string, string>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The types, by name, of tensors that can't be represented. */
  readonly unread: ReadonlyMap<string, string>;
}

/** What a file contains, without the numbers. */
export type SafetensorsSummary = SafetensorsHeader;

/**
 * Reads a safetensors file; floats of fewer bits come as 32-bit floats; tensors of complex and some very small types are
 * left out and named. Memory: the tensors, plus at most one of them a second time.
 * Throws UserError, naming file and field, for everything that the official reader refuses, and where the file carries
 * a checksum (`writeChecked`) that it doesn't match.
 * Source: https://github.com/huggingface/safetensors#format
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  return withFile(path, async (source) => {
    const { header, dataStart, beginning } = await readHeader(source);
    const test = new ChecksumTest(path, beginning, header.metadata);
    const tensors = new Map<string, StoredTensor>();
    for (const entry of header.entries) {
      const bytes = await source.read(dataStart + entry.start, entry.end - entry.start);
      test.add(bytes);
      tensors.set(entry.name, toTensor(entry, bytes));
    }
    test.end();
    return { metadata: withoutChecksum(header.metadata), tensors, unread: header.unread };
  });
}

/** Reads the header only: names, types and shapes, for a file of any size. */
export async function inspectSafetensors(path: string): Promise<SafetensorsSummary> {
  return withFile(path, async (source) => (await readHeader(source)).header);
}

/** Where the tensors of a file are, in bytes from its start, for reading parts of them. */
export async function locateTensors(path: string): Promise<ReadonlyMap<string, TensorEntry>> {
  return withFile(path, async (source) => {
    const { header, dataStart } = await readHeader(source);
    const placed = header.entries.map((entry) => ({
      ...entry,
      start: dataStart + entry.start,
      end: dataStart + entry.end,
    }));
    return new Map(placed.map((entry) => [entry.name, entry]));
  });
}

/** The same for a file in memory; `name` is its name in errors. */
export function parseSafetensors(bytes: Uint8Array, name = 'safetensors'): SafetensorsFile {
  const dataStart = 8 + headerLength(bytes.subarray(0, 8), bytes.length, name);
  const header = parseHeader(bytes.subarray(8, dataStart), bytes.length - dataStart, name);
  const data = bytes.subarray(dataStart);
  const test = new ChecksumTest(name, bytes.subarray(0, dataStart), header.metadata);
  test.add(data);
  test.end();
  const tensors = header.entries.map(
    (entry) => [entry.name, toTensor(entry, data.subarray(entry.start, entry.end))] as const,
  );
  return { metadata: withoutChecksum(header.metadata), tensors: new Map(tensors), unread: header.unread };
}

/** The tensor of that name. Throws UserError if the file has none. */
export function requireTensor(
  file: Pick<SafetensorsFile, 'tensors'> & Partial<SafetensorsFile>,
  name: string,
): StoredTensor {
  const tensor = file.tensors.get(name);
  const type = file.unread?.get(name);
  if (type !== undefined) throw new UserError(`tensor "${name}" is of type ${type}, which is not supported`);
  if (tensor === undefined) throw new UserError(`no tensor "${name}" among ${file.tensors.size} tensors of the file`);
  return tensor;
}

async function readHeader(source: ByteSource) {
  const first = await source.read(0, Math.min(8, source.size));
  const length = headerLength(first, source.size, source.name);
  const dataStart = 8 + length;
  const bytes = await source.read(8, length);
  const header = parseHeader(bytes, source.size - dataStart, source.name);
  return { header, dataStart, beginning: Buffer.concat([first, bytes]) };
}

function toTensor({ dtype, shape }: TensorEntry, bytes: Uint8Array): StoredTensor {
  return { dtype, shape, data: decodeBytes(dtype, bytes) } as StoredTensor;
}
