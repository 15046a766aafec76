/** The array that a tensor of each stored type is read into; smaller floats are widened to 32 bits. */
export interface DataOf {
  F64: Float64Array;
  F32: Float32Array;
  F16: Float32Array;
  BF16: Float32Array;
  I64: BigInt64Array;
  I32: Int32Array;
  I16: Int16Array;
  I8: Int8Array;
  U8: Uint8Array;
  BOOL: Uint8Array;
  U16: Uint16Array;
  U32: Uint32Array;
  U64: BigUint64Array;
  F8_E4M3: Float32Array;
  F8_E5M2: Float32Array;
}

export type StoredType = keyof DataOf;

/** A tensor of a file: its type in the file, its shape, and its numbers in row-major order. */
export type StoredTensor = {
  [T in StoredType]: { readonly dtype: T; readonly shape: readonly number[]; readonly data: DataOf[T] };
}[StoredType];

/** Bytes per number of each type in a file. */
export const bytesPerElement: Readonly<Record<StoredType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
  U16: 2,
  U32: 4,
  U64: 8,
  F8_E4M3: 1,
  F8_E5M2: 1,
};

export const storedTypes = Object.keys(bytesPerElement) as StoredType[];

/** The product of the dimensions; NaN unless all are whole numbers ≥ 0 and the product is exact in a double. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) return NaN;
    count *= dimension;
    if (!Number.isSafeInteger(count)) return NaN;
  }
  return count;
}

/** The numbers as 32-bit floats; the array itself if it already holds these. */
export function toFloat32(tensor: StoredTensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  if (tensor.data instanceof BigInt64Array || tensor.data instanceof BigUint64Array)
    return Float32Array.from(tensor.data, Number);
  return Float32Array.from(tensor.data);
}

/** A 32-bit float tensor; the length of `data` must be the product of `shape`. */
export function float32Tensor(shape: readonly number[], data: Float32Array): StoredTensor {
  return { dtype: 'F32', shape, data };
}
