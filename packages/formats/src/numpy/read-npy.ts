import { UserError } from '@alignclip/core';

import { withFile } from '../byte-source';
import type { StoredTensor } from '../stored-tensor';
import { withZip } from '../zip-contents';
import { numpyTensor } from './numpy-type';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const maxHeaderBytes = 65_536;
const header =
  /^\{'descr': '(?<type>[^']*)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>(?:\d{1,16}(?:, \d{1,16})*,?)?)\),? ?\}\s*$/;

/**
 * Reads a .npy file of floats or whole numbers; float16 comes as 32-bit floats, column-major arrays in row-major order.
 * Throws UserError for anything else, arrays of Python objects included: nothing is unpickled.
 * Source: numpy.lib.format.
 */
export async function readNpy(path: string): Promise<StoredTensor> {
  return withFile(path, async ({ size, read }) => parseNpy(await read(0, size), path));
}

/** All arrays of an .npz file, by name without `.npy`. */
export async function readNpz(path: string): Promise<ReadonlyMap<string, StoredTensor>> {
  const size = await withFile(path, async (source) => source.size);
  return withZip(path, size, async (zip) => {
    const arrays = new Map<string, StoredTensor>();
    for (const name of zip.names)
      arrays.set(name.replace(/\.npy$/, ''), parseNpy(await zip.read(name), `${path}: ${name}`));
    return arrays;
  });
}

/** The same for bytes in memory; `name` is their name in errors. */
export function parseNpy(bytes: Uint8Array, name = 'npy'): StoredTensor {
  const [text, start] = headerText(bytes, name);
  const { type, order, shape } = header.exec(text)?.groups ?? {};
  if (type === undefined || shape === undefined)
    throw new UserError(`${name}: not the header of an array of numbers: ${text.slice(0, 80).trim()}`);
  const dimensions = shape
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  return numpyTensor({ type, shape: dimensions, columnMajor: order === 'True', bytes: bytes.subarray(start) }, name);
}

function headerText(bytes: Uint8Array, name: string): [text: string, end: number] {
  if (bytes.length < 12 || !magic.every((byte, index) => bytes[index] === byte))
    throw new UserError(`${name}: not an .npy file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new UserError(`${name}: .npy version ${version} is not supported`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeaderBytes || start + length > bytes.length)
    throw new UserError(`${name}: header of ${length} bytes is too long, or the file is truncated`);
  return [Buffer.from(bytes.subarray(start, start + length)).toString('latin1'), start + length];
}
