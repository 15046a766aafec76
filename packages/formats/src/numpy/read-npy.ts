import { UserError } from '@alignclip/core';

import { withFile } from '../byte-source';
import type { StoredTensor } from '../stored-tensor';
import { withZip } from '../zip-contents';
import { numpyTensor } from './numpy-type';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const maxHeaderBytes = 65_536;
/** A field of the header with what follows it; numpy takes any order, spacing and quotes of Python. */
const field =
  /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d\s,L]{0,1000})\))\s*(,\s*\}|,|\})/y;
/** Python 2 wrote sizes as `3L`. */
const dimensionsOfShape = /^\s*(?:\d{1,16}L?\s*(?:,\s*\d{1,16}L?\s*)*,?\s*)?$/;

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
  const { descr: type, fortran_order: order, shape } = fieldsOf(text);
  if (type === undefined || order === undefined || shape === undefined || !dimensionsOfShape.test(shape))
    throw new UserError(`${name}: not the header of an array of numbers: ${text.slice(0, 80).trim()}`);
  const dimensions = (shape.match(/\d+/g) ?? []).map(Number);
  return numpyTensor({ type, shape: dimensions, columnMajor: order === 'True', bytes: bytes.subarray(start) }, name);
}

/** The fields of a header, a Python dict; none where it is anything else or names one twice. */
function fieldsOf(text: string): { readonly descr?: string; readonly fortran_order?: string; readonly shape?: string } {
  const found: Record<string, string> = {};
  for (let at = /^\s*\{/.exec(text)?.[0].length; at !== undefined; at = field.lastIndex) {
    field.lastIndex = at;
    const [, , name = '', , word, truth, tuple, end = ''] = field.exec(text) ?? [];
    const value = name === 'descr' ? word : name === 'shape' ? tuple : truth;
    if (value === undefined || name in found) return {};
    found[name] = value;
    if (end.endsWith('}')) return text.slice(field.lastIndex).trim() === '' ? found : {};
  }
  return {};
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
