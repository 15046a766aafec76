import { UserError } from '@alignclip/core';

import { contiguous, rowMajor } from '../strided';
import { bytesPerElement, elementCount, type StoredTensor, type StoredType } from '../stored-tensor';
import { decodeBytes, swapByteOrder } from '../tensor-bytes';

const types: Readonly<Record<string, StoredType>> = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u8: 'U64',
  u4: 'U32',
  u2: 'U16',
  u1: 'U8',
  b1: 'BOOL',
};

/** A type like numpy's `<f4`. Throws UserError for other types, such as Python objects. */
export function numpyType(description: string, where: string): { dtype: StoredType; bigEndian: boolean } {
  const [, order = '', code = ''] = /^([<>|=]?)([a-z]\d+)$/.exec(description) ?? [];
  const dtype = Object.hasOwn(types, code) ? types[code] : undefined;
  if (dtype === undefined) {
    throw new UserError(
      `${where}: numpy type "${description}" is not supported; supported: ${Object.keys(types).join(', ')}`,
    );
  }
  return { dtype, bigEndian: order === '>' };
}

/** An array as numpy stores it. */
export interface NumpyArray {
  readonly type: string;
  readonly shape: readonly number[];
  readonly columnMajor: boolean;
  readonly bytes: Uint8Array;
}

/** Throws UserError where the bytes don't match the shape. */
export function numpyTensor({ type, shape, columnMajor, bytes }: NumpyArray, where: string): StoredTensor {
  const { dtype, bigEndian } = numpyType(type, where);
  if (elementCount(shape) * bytesPerElement[dtype] !== bytes.length) {
    throw new UserError(`${where}: ${bytes.length} bytes do not fill ${type} [${shape.join(', ')}]`);
  }
  const data = decodeBytes(dtype, bigEndian ? swapByteOrder(dtype, bytes.slice()) : bytes);
  const strides = rowMajor([...shape].reverse()).reverse();
  const ordered = columnMajor ? contiguous(data, { offset: 0, shape, strides }) : data;
  return { dtype, shape, data: ordered } as StoredTensor;
}
