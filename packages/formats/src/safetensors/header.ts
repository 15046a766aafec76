import { messageOf, UserError } from '@alignclip/core';
import { z } from 'zod';

import { duplicateKey } from '../duplicate-key';
import { bytesPerElement, elementCount, storedTypes, type StoredType } from '../stored-tensor';
import { checkStructure } from './check-structure';

/** Where a tensor lies: bytes [start, end) counted from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Record<string, string>;
  readonly entries: readonly TensorEntry[];
  /** The types, by name, of tensors that can't be represented, such as complex ones; the others are read. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Types of the format that are not read, and their bits. */
const unreadBits: Readonly<Record<string, number>> = {
  C64: 64,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
};

/** The limit that the format itself sets. */
const maxHeaderBytes = 100_000_000;

const place = z.int().min(0);
const entrySchema = z.strictObject({
  dtype: z.enum([...storedTypes, ...Object.keys(unreadBits)]),
  shape: z.array(place).max(32),
  data_offsets: z.tuple([place, place]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * Whether a file that begins with these bytes, 9 of them, is a safetensors file: a header behind its length in 8 bytes, of
 * which the first may be those of any other format and the last four are 0.
 */
export const isSafetensors = (start: Uint8Array): boolean =>
  start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0);

/** The length of the JSON, from the first 8 bytes. Throws UserError if the file is too small or the length goes past its end. */
export function headerLength(prefix: Uint8Array, fileSize: number, file: string): number {
  if (prefix.length < 8) throw new UserError(`${file}: ${fileSize} bytes are too few for a safetensors file`);
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  const max = Math.min(maxHeaderBytes, fileSize - 8);
  if (length < 2n || length > BigInt(max)) {
    throw new UserError(
      `${file}: header length ${length} is not between 2 and ${max}: not a safetensors file, or truncated`,
    );
  }
  return Number(length);
}

/** Checks the JSON against the format: whole numbers, known types, exact sizes, tensors that cover the data without gap or overlap. */
export function parseHeader(json: Uint8Array, dataBytes: number, file: string): SafetensorsHeader {
  const { value: object, fraction } = parseObject(json, file);
  const fields = Object.entries(object);
  const places = fields
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(name, value, file))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  if (fraction !== undefined)
    throw new UserError(`${file}: header: a number is not written as a whole one (at character ${fraction})`);
  let expected = 0;
  for (const { name, start, end } of places) {
    if (start !== expected) {
      const how = start < expected ? 'overlaps the previous tensor' : 'leaves a gap before it';
      throw new UserError(
        `${file}: tensor "${name}": data_offsets [${start}, ${end}] ${how} (expected start ${expected})`,
      );
    }
    expected = end;
  }
  if (expected !== dataBytes) {
    throw new UserError(`${file}: the header describes ${expected} bytes of data, the file has ${dataBytes}`);
  }
  return {
    metadata: parseMetadata(fields, file),
    entries: places.filter((place): place is TensorEntry => !(place.dtype in unreadBits)),
    unread: new Map(places.filter(({ dtype }) => dtype in unreadBits).map(({ name, dtype }) => [name, dtype])),
  };
}

function parseObject(json: Uint8Array, file: string): { value: object; fraction: number | undefined } {
  let text: string;
  let fraction: number | undefined;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    fraction = checkStructure(text);
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: header: ${messageOf(error)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UserError(`${file}: header: not a JSON object`);
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new UserError(`${file}: header: the name "${twice}" occurs twice`);
  return { value, fraction };
}

type Place = Omit<TensorEntry, 'dtype'> & { readonly dtype: string };

function parseEntry(name: string, value: unknown, file: string): Place {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${file}: tensor "${name}": ${describe(parsed.error)}`);
  const {
    dtype,
    shape,
    data_offsets: [start, end],
  } = parsed.data;
  const bits = unreadBits[dtype] ?? 8 * bytesPerElement[dtype as StoredType];
  const bytes = (elementCount(shape) * bits) / 8;
  if (end - start !== bytes) {
    throw new UserError(
      `${file}: tensor "${name}": ${dtype} [${shape.join(', ')}] takes ${bytes} bytes, data_offsets give ${end - start}`,
    );
  }
  return { name, dtype, shape, start, end };
}

function parseMetadata(fields: [string, unknown][], file: string): Record<string, string> {
  const parsed = metadataSchema.safeParse(fields.find(([name]) => name === '__metadata__')?.[1] ?? {});
  if (!parsed.success) throw new UserError(`${file}: __metadata__: ${describe(parsed.error)}`);
  return parsed.data;
}

const describe = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
