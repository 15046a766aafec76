import { UserError } from '@alignclip/core';

import { bytesPerElement, elementCount, type StoredTensor } from '../stored-tensor';
import { rowMajor } from '../strided';
import { storageNames } from './torch-types';

/** What can be written for PyTorch: plain data and tensors; maps become dicts (number keys are kept), arrays lists. */
export type TorchData =
  | null
  | boolean
  | number
  | bigint
  | string
  | StoredTensor
  | readonly TorchData[]
  | ReadonlyMap<string | number, TorchData>
  | { readonly [key: string]: TorchData };

const code = (...bytes: number[]) => Buffer.from(bytes);
const [mark, emptyTuple, tuple, reduce, persistent] = [code(0x28), code(0x29), code(0x74), code(0x52), code(0x51)];
const orderedDict = Buffer.concat([Buffer.from('ccollections\nOrderedDict\n'), emptyTuple, reduce]);

/** Pickles data in protocol 2 with the few opcodes that `torch.load(weights_only=True)` reads; tensors are collected. */
export class PickleWriter {
  private readonly pieces: Buffer[] = [code(0x80, 2)];
  /** The tensors of the data; the index of a tensor is the key of its storage. */
  readonly tensors: StoredTensor[] = [];

  /** The whole pickle. */
  finish(value: TorchData): Buffer {
    this.write(value);
    return Buffer.concat([...this.pieces, code(0x2e)]);
  }

  private write(value: TorchData): void {
    if (value === null) this.emit(code(0x4e));
    else if (typeof value === 'boolean') this.emit(code(value ? 0x88 : 0x89));
    else if (typeof value === 'number' || typeof value === 'bigint') this.emit(number(value));
    else if (typeof value === 'string') this.emit(text(value));
    else if (Array.isArray(value)) this.list(value as readonly TorchData[]);
    else if (value instanceof Map) this.dict(value as ReadonlyMap<string | number, TorchData>);
    else if (isStored(value)) this.tensor(value);
    else this.dict(new Map(Object.entries(value)));
  }

  private list(values: readonly TorchData[]): void {
    this.emit(code(0x5d), mark);
    for (const value of values) this.write(value);
    this.emit(code(0x65));
  }

  private dict(entries: ReadonlyMap<string | number, TorchData>): void {
    this.emit(code(0x7d), mark);
    for (const [key, value] of entries) {
      this.write(key);
      this.write(value);
    }
    this.emit(code(0x75));
  }

  /** torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks) */
  private tensor(tensor: StoredTensor): void {
    const { dtype, shape, data } = tensor;
    if (elementCount(shape) !== data.length)
      throw new UserError(`${data.length} numbers do not fill [${shape.join(', ')}]`);
    const type = storageNames[dtype];
    if (type === undefined) throw new UserError(`tensors of type ${dtype} can't be written for PyTorch`);
    const storage = [
      text('storage'),
      Buffer.from(`ctorch\n${type}\n`),
      text(String(this.tensors.length)),
      text('cpu'),
      number(data.length),
    ];
    this.emit(Buffer.from('ctorch._utils\n_rebuild_tensor_v2\n'), mark, mark, ...storage, tuple, persistent, number(0));
    for (const sizes of [shape, rowMajor(shape)]) this.emit(mark, ...sizes.map(number), tuple);
    this.emit(code(0x89), orderedDict, tuple, reduce);
    this.tensors.push(tensor);
  }

  private emit(...pieces: Buffer[]): void {
    this.pieces.push(...pieces);
  }
}

function isStored(value: object): value is StoredTensor {
  return (
    'dtype' in value &&
    'shape' in value &&
    'data' in value &&
    String(value.dtype) in bytesPerElement &&
    ArrayBuffer.isView(value.data)
  );
}

function number(value: number | bigint): Buffer {
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
    const bytes = Buffer.alloc(9, 0x47);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (value >= -(2 ** 31) && value < 2 ** 31) {
    const bytes = Buffer.alloc(5, 0x4a);
    bytes.writeInt32LE(Number(value), 1);
    return bytes;
  }
  const bytes = Buffer.concat([code(0x8a, 8), Buffer.alloc(8)]);
  bytes.writeBigInt64LE(BigInt(value), 2);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(5, 0x58);
  length.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([length, bytes]);
}
