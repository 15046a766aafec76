import { counted, UserError } from '@alignclip/core';
import type { MemoryBudget } from '../memory-budget';
import type { TensorObject } from '../numpy/numpy-globals';
import { isDict, isGlobal, isList, isObject, type PickleObject, type PickleValue } from '../pickle/pickle-value';
import { bytesPerElement, elementCount, type StoredTensor, type StoredType } from '../stored-tensor';
import { fits, maxDimensions, type View } from '../strided';
import { fillViews, type PendingView } from './fill-views';
import { storageTypes, tensorTypes, untypedStorage } from './torch-types';

/** A block of numbers that tensors are views of. */
export interface Storage extends PickleObject {
  readonly key: string;
  /** Undefined where each tensor names its own type; the numbers are bytes then. */
  readonly dtype: StoredType | undefined;
  readonly count: number;
  /** Where a view of the storage starts (legacy files). */
  readonly offset: number;
}

/** The size of a storage in bytes. */
export const storageBytes = ({ dtype, count }: Storage): number =>
  count * (dtype === undefined ? 1 : bytesPerElement[dtype]);

interface Pending extends PendingView {
  readonly storage: Storage;
}

/** Reads the bytes of a storage. */
type ReadStorage = (storage: Storage) => Promise<Uint8Array>;

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
    const dtype = this.storageType(type.global);
    const offset = isList(view) ? view[1] : 0;
    if (!isCount(count) || !isCount(offset)) return this.fail('a storage whose size or offset is not a whole number');
    const storage: Storage = { made: 'torch.storage', key: nameOf(key), dtype, count, offset };
    const known = this.storages.get(storage.key);
    if (known && (known.dtype !== dtype || known.count !== count))
      return this.fail(`storage ${storage.key} has two types or sizes`);
    this.storages.set(storage.key, storage);
    return storage;
  }

  /** (storage, offset, shape, strides[, requires-grad, hooks[, metadata]]) */
  tensor([storage, offset, shape, strides, ...rest]: readonly PickleValue[]): TensorObject {
    const [, , metadata, ...more] = rest;
    if (more.length > 0) return this.fail(`a tensor with ${counted(more.length, 'argument')} more than are known`);
    const dtype = isStorage(storage) ? storage.dtype : undefined;
    return this.view({ storage, offset, shape, strides, dtype, metadata });
  }

  /** (storage, offset, shape, strides, requires-grad, hooks, type[, metadata]) */
  typedTensor([storage, offset, shape, strides, , , type, ...rest]: readonly PickleValue[]): TensorObject {
    const [metadata, ...more] = rest;
    if (more.length > 0) return this.fail(`a tensor with ${counted(more.length, 'argument')} more than are known`);
    const dtype = isGlobal(type) ? tensorTypes[type.global.split('.').at(-1) ?? ''] : undefined;
    return this.view({ storage, offset, shape, strides, dtype, metadata });
  }

  private view({ storage, offset, shape, strides, dtype, metadata }: GivenTensor): TensorObject {
    if (!isStorage(storage) || !isCount(offset) || !isShort(shape) || !isShort(strides) || dtype === undefined)
      return this.fail('a tensor without storage, type, offset, shape or strides');
    const view: View = { offset: offset + storage.offset, shape: shape.map(Number), strides: strides.map(Number) };
    const negative = this.isNegative(metadata);
    const count = Math.floor(storageBytes(storage) / bytesPerElement[dtype]);
    if (!fits(view, count)) return this.fail(`a tensor [${view.shape.join(', ')}] goes past its storage of ${count}`);
    this.budget.spend(
      elementCount(view.shape) * Math.max(4, bytesPerElement[dtype]),
      `a tensor [${view.shape.join(', ')}]`,
    );
    let tensor: StoredTensor | undefined;
    this.pending.push({ storage, dtype, view, negative, fill: (filled) => (tensor = filled) });
    return {
      made: 'torch.tensor',
      get tensor() {
        return tensor ?? { dtype: 'F32', shape: [0], data: new Float32Array(0) };
      },
    };
  }

  /** The bits of a tensor that its numbers don't have: `neg` is obeyed, others are refused. */
  private isNegative(metadata: PickleValue | undefined): boolean {
    if (metadata === undefined || metadata === null) return false;
    if (!isDict(metadata)) return this.fail('a tensor whose metadata are not a dict');
    for (const [name, value] of metadata)
      if (name !== 'neg' && value !== false) return this.fail(`a tensor with the property "${String(name)}"`);
    const negative = metadata.get('neg') ?? false;
    return typeof negative === 'boolean' ? negative : this.fail('a tensor whose property "neg" is not true or false');
  }

  /**
   * Reads each storage once and extracts its tensors; two tensors never share memory. `swap`: the bytes of each number
   * are in the other order.
   */
  async load(read: ReadStorage, swap: boolean): Promise<void> {
    const views = new Map<string, Pending[]>();
    for (const one of this.pending) {
      const own = views.get(one.storage.key);
      if (own) own.push(one);
      else views.set(one.storage.key, [one]);
    }
    for (const [key, storage] of this.storages) {
      const own = views.get(key);
      if (own !== undefined) fillViews(await read(storage), own, swap);
    }
  }

  private storageType(name: string): StoredType | undefined {
    if (name === untypedStorage) return undefined;
    return storageTypes[name.split('.').at(-1) ?? ''] ?? this.fail(`"${name}" is not a storage type`);
  }

  private fail(what: string): never {
    throw new UserError(`${this.file}: ${what}`);
  }
}

interface GivenTensor {
  readonly storage: PickleValue | undefined;
  readonly offset: PickleValue | undefined;
  readonly shape: PickleValue | undefined;
  readonly strides: PickleValue | undefined;
  readonly dtype: StoredType | undefined;
  readonly metadata: PickleValue | undefined;
}

const isStorage = (value: PickleValue | undefined): value is Storage =>
  isObject(value) && value.made === 'torch.storage';

const isCount = (value: PickleValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A shape or strides; a longer list would only cost time. */
const isShort = (value: PickleValue | undefined): value is PickleValue[] =>
  isList(value) && value.length <= maxDimensions;

/** No storage has the name of an object. */
const nameOf = (key: PickleValue | undefined): string => (typeof key === 'object' ? '' : String(key));
