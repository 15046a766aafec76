import { UserError } from '@alignclip/core';
import type { MemoryBudget } from '../memory-budget';
import type { TensorObject } from '../numpy/numpy-globals';
import { isGlobal, isList, isObject, type PickleObject, type PickleValue } from '../pickle/pickle-value';
import { bytesPerElement, elementCount, type StoredTensor, type StoredType } from '../stored-tensor';
import { contiguous, fits, type View } from '../strided';
import { decodeBytes } from '../tensor-bytes';

/** A block of numbers that tensors are views of. */
export interface Storage extends PickleObject {
  readonly key: string;
  readonly dtype: StoredType;
  readonly count: number;
  /** Where a view of the storage starts (legacy files). */
  readonly offset: number;
}

interface Pending {
  readonly storage: Storage;
  readonly view: View;
  readonly fill: (tensor: StoredTensor) => void;
}

/** Collects the tensors of a checkpoint while its pickle is read, and fills them when the storages are loaded. */
export class TorchTensors {
  private readonly pending: Pending[] = [];
  readonly storages = new Map<string, Storage>();

  constructor(
    private readonly budget: MemoryBudget,
    private readonly file: string,
  ) {}

  /** ('storage', type, key, location, count[, view]) */
  storage(id: PickleValue): Storage {
    const [kind, type, key, , count, view] = isList(id) ? id : [];
    if (kind !== 'storage' || !isGlobal(type)) return this.fail('a persistent id that is not a storage');
    const dtype =
      storageTypes[type.global.split('.').at(-1) ?? ''] ?? this.fail(`"${type.global}" is not a storage type`);
    const offset = isList(view) ? view[1] : 0;
    if (!isCount(count) || !isCount(offset)) return this.fail('a storage whose size or offset is not a whole number');
    const storage: Storage = { made: 'torch.storage', key: nameOf(key), dtype, count, offset };
    const known = this.storages.get(storage.key);
    if (known && (known.dtype !== dtype || known.count !== count))
      return this.fail(`storage ${storage.key} has two types or sizes`);
    this.storages.set(storage.key, storage);
    return storage;
  }

  /** (storage, offset, shape, strides, …) */
  tensor([storage, offset, shape, strides]: readonly PickleValue[]): TensorObject {
    if (!isStorage(storage) || typeof offset !== 'number' || !isList(shape) || !isList(strides))
      return this.fail('a tensor without storage, offset, shape or strides');
    const view: View = { offset: offset + storage.offset, shape: shape.map(Number), strides: strides.map(Number) };
    if (!fits(view, storage.count))
      return this.fail(`a tensor [${view.shape.join(', ')}] goes past its storage of ${storage.count}`);
    this.budget.spend(
      elementCount(view.shape) * Math.max(4, bytesPerElement[storage.dtype]),
      `a tensor [${view.shape.join(', ')}]`,
    );
    let tensor: StoredTensor | undefined;
    this.pending.push({ storage, view, fill: (filled) => (tensor = filled) });
    return {
      made: 'torch.tensor',
      get tensor() {
        return tensor ?? { dtype: 'F32', shape: [0], data: new Float32Array(0) };
      },
    };
  }

  /** Reads each storage once and extracts its tensors; two tensors never share memory. */
  async load(read: (storage: Storage) => Promise<Uint8Array>): Promise<void> {
    const views = new Map<string, Pending[]>();
    for (const one of this.pending) {
      const own = views.get(one.storage.key);
      if (own) own.push(one);
      else views.set(one.storage.key, [one]);
    }
    for (const [key, storage] of this.storages) {
      const own = views.get(key);
      if (own === undefined) continue;
      const data = decodeBytes(storage.dtype, await read(storage));
      own.forEach(({ view, fill }, index) => {
        const cut = contiguous(data, view);
        fill({
          dtype: storage.dtype,
          shape: view.shape,
          data: cut === data && index > 0 ? data.slice() : cut,
        } as StoredTensor);
      });
    }
  }

  private fail(what: string): never {
    throw new UserError(`${this.file}: ${what}`);
  }
}

const isStorage = (value: PickleValue | undefined): value is Storage =>
  isObject(value) && value.made === 'torch.storage';

const isCount = (value: PickleValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** PyTorch's storage classes and the types they hold. */
export const storageTypes: Readonly<Record<string, StoredType>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** The storage class of each type. */
export const storageNames = Object.fromEntries(
  Object.entries(storageTypes).map(([name, type]) => [type, name]),
) as Readonly<Record<StoredType, string>>;

/** No storage has the name of an object. */
const nameOf = (key: PickleValue | undefined): string => (typeof key === 'object' ? '' : String(key));
