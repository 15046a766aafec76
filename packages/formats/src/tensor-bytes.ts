import { UserError } from '@alignclip/core';
import { getFloat16, setFloat16 } from '@petamoriken/float16';

import { bytesPerElement, type DataOf, type StoredTensor, type StoredType } from './stored-tensor';

type Decoder<T extends StoredType> = (bytes: ArrayBuffer) => DataOf[T];

const decoders: { readonly [T in StoredType]: Decoder<T> } = {
  F64: (bytes) => new Float64Array(bytes),
  F32: (bytes) => new Float32Array(bytes),
  F16: decodeHalf,
  BF16: decodeBrainFloat,
  I64: (bytes) => new BigInt64Array(bytes),
  I32: (bytes) => new Int32Array(bytes),
  I16: (bytes) => new Int16Array(bytes),
  I8: (bytes) => new Int8Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
  BOOL: (bytes) => new Uint8Array(bytes),
  U16: (bytes) => new Uint16Array(bytes),
  U32: (bytes) => new Uint32Array(bytes),
  U64: (bytes) => new BigUint64Array(bytes),
  F8_E4M3: (bytes) => Float32Array.from(new Uint8Array(bytes), (byte) => eighths.F8_E4M3[byte]!),
  F8_E5M2: (bytes) => Float32Array.from(new Uint8Array(bytes), (byte) => eighths.F8_E5M2[byte]!),
};

/** The value of each byte. Source: Micikevicius et al. 2022, arXiv 2209.05433. */
const eighths = {
  F8_E4M3: Float32Array.from({ length: 256 }, (_, byte) => ((byte & 0x7f) === 0x7f ? NaN : smallFloat(byte, 3, 7))),
  F8_E5M2: Float32Array.from({ length: 256 }, (_, byte) => {
    const value = smallFloat(byte, 2, 15);
    if ((byte & 0x7c) !== 0x7c) return value;
    return (byte & 3) === 0 ? Math.sign(value) * Infinity : NaN;
  }),
};

/** One sign bit, an exponent with this bias, and a mantissa of so many bits. */
function smallFloat(byte: number, mantissaBits: number, bias: number): number {
  const exponent = (byte & 0x7f) >> mantissaBits;
  const fraction = (byte & (2 ** mantissaBits - 1)) / 2 ** mantissaBits;
  const size = exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
  return byte < 128 ? size : -size;
}

/** Little-endian bytes as numbers: a view where `bytes` is a whole buffer, else a copy. The length must fit the type. */
export function decodeBytes<T extends StoredType>(dtype: T, bytes: Uint8Array): DataOf[T] {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return decoders[dtype]((whole ? bytes : new Uint8Array(bytes)).buffer as ArrayBuffer);
}

/**
 * The little-endian bytes of a tensor as its type stores them; half precisions round to nearest even. Throws UserError for
 * floats of 8 bits.
 */
export function encodeBytes(tensor: StoredTensor): Uint8Array {
  if (tensor.dtype === 'F16') return encodeHalf(tensor.data);
  if (tensor.dtype === 'BF16') return encodeBrainFloat(tensor.data);
  if (tensor.dtype === 'F8_E4M3' || tensor.dtype === 'F8_E5M2')
    throw new UserError(`tensors of type ${tensor.dtype} can be read, but not written`);
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** Reverses the bytes of each number in place, for big-endian files. */
export function swapByteOrder(dtype: StoredType, bytes: Uint8Array): Uint8Array {
  const size = bytesPerElement[dtype];
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
  return bytes;
}

function decodeHalf(bytes: ArrayBuffer): Float32Array {
  const view = new DataView(bytes);
  return Float32Array.from({ length: bytes.byteLength / 2 }, (_, index) => getFloat16(view, 2 * index, true));
}

function encodeHalf(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => setFloat16(view, 2 * index, value, true));
  return bytes;
}

function decodeBrainFloat(bytes: ArrayBuffer): Float32Array {
  const bits = Uint32Array.from(new Uint16Array(bytes), (half) => half << 16);
  return new Float32Array(bits.buffer);
}

function encodeBrainFloat(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.slice().buffer);
  const halves = Uint16Array.from(bits, (word, index) =>
    Number.isNaN(values[index]) ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16,
  );
  return new Uint8Array(halves.buffer);
}
