import { UserError } from '@alignclip/core';

import { bytesPerElement, elementCount, type StoredTensor } from '../stored-tensor';
import { encodeBytes } from '../tensor-bytes';
import { writeFileAtomic } from '../write-file-atomic';
import { checksumField, checksumOf, noChecksum } from './checksum';

/**
 * Writes a safetensors file atomically, widest types first and then by name as the official writer does, so that equal
 * tensors give equal bytes. Throws UserError for a tensor whose numbers don't match its shape.
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  await writeFileAtomic(path, safetensorsPieces(tensors, metadata));
}

/** The same, as one buffer. */
export function formatSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  return Buffer.concat([...safetensorsPieces(tensors, metadata)]);
}

/**
 * The same with a checksum of header and data in the metadata, which every reader of ours verifies. For files that nobody
 * else rewrites.
 */
export async function writeChecked(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const checksum = checksumOf(safetensorsPieces(tensors, { ...metadata, [checksumField]: noChecksum }));
  await writeSafetensors(path, tensors, { ...metadata, [checksumField]: checksum });
}

function* safetensorsPieces(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata?: Readonly<Record<string, string>>,
): Generator<Uint8Array> {
  const sorted = [...tensors].sort(
    ([a, { dtype: typeA }], [b, { dtype: typeB }]) =>
      bytesPerElement[typeB] - bytesPerElement[typeA] || (a < b ? -1 : 1),
  );
  yield header(sorted, metadata);
  for (const [, tensor] of sorted) yield encodeBytes(tensor);
}

function header(
  tensors: readonly (readonly [string, StoredTensor])[],
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  const fields: [string, unknown][] = metadata === undefined ? [] : [['__metadata__', metadata]];
  let start = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    if (name === '__metadata__')
      throw new UserError('a tensor cannot be named "__metadata__": the format reserves that name');
    if (elementCount(shape) !== data.length) {
      throw new UserError(`tensor "${name}": ${data.length} numbers do not fill the shape [${shape.join(', ')}]`);
    }
    const end = start + data.length * bytesPerElement[dtype];
    fields.push([name, { dtype, shape, data_offsets: [start, end] }]);
    start = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(fields)));
  const padded = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  json.copy(padded, 8);
  return padded;
}
