import { UserError } from '@alignclip/core';

import type { MemoryBudget } from '../memory-budget';
import { isList, isObject, type PickleGlobal, type PickleObject, type PickleValue } from '../pickle/pickle-value';
import type { StoredTensor } from '../stored-tensor';
import { numpyTensor, numpyType, type NumpyArray } from './numpy-type';

/** An array in a pickle, once its state is read. */
export interface TensorObject extends PickleObject {
  readonly tensor: StoredTensor;
}

interface TypeObject extends PickleObject {
  readonly description: () => string;
}

/** True for the arrays and tensors of a pickle. */
export const isTensor = (value: PickleValue | undefined): value is TensorObject => isObject(value) && 'tensor' in value;

const isType = (value: PickleValue | undefined): value is TypeObject => isObject(value) && 'description' in value;

/** The globals that numpy's arrays and numbers of plain types need; `where` is the file's name in errors. */
export function numpyGlobals(where: string, budget: MemoryBudget): PickleGlobal[] {
  const numpy = new NumpyObjects(where, budget);
  return [
    ...['numpy.core.multiarray', 'numpy._core.multiarray'].flatMap((module) => [
      { global: `${module}._reconstruct`, call: () => numpy.array() },
      { global: `${module}.scalar`, call: (args: readonly PickleValue[]) => numpy.scalar(args) },
    ]),
    ...['numpy.core.numeric', 'numpy._core.numeric'].map((module) => ({
      global: `${module}._frombuffer`,
      call: (args: readonly PickleValue[]) => numpy.fromBuffer(args),
    })),
    { global: 'numpy.ndarray' },
    { global: 'numpy.dtype', call: (args) => numpy.type(args) },
    { global: '_codecs.encode', call: ([text]) => numpy.bytes(text) },
  ];
}

class NumpyObjects {
  constructor(
    private readonly where: string,
    private readonly budget: MemoryBudget,
  ) {}

  /** Bytes; Python 2 and protocol 2 store them as text, one character per byte. */
  bytes(value: PickleValue | undefined): Uint8Array {
    if (value instanceof Uint8Array) return value;
    if (typeof value !== 'string') return this.refuse('numpy data that is not bytes');
    this.budget.spend(value.length, 'numpy data');
    return Buffer.from(value, 'latin1');
  }

  /** (code, …); the byte order comes as state. */
  type([code]: readonly PickleValue[]): TypeObject {
    let order = '<';
    const description = () => `${order}${typeof code === 'object' ? 'object' : String(code)}`;
    numpyType(description(), this.where);
    const setState = (state: PickleValue) => void (order = isList(state) && state[1] === '>' ? '>' : '<');
    return { made: 'numpy.dtype', description, setState };
  }

  /** (type, bytes) */
  scalar([type, bytes]: readonly PickleValue[]): PickleValue {
    if (!isType(type)) return this.refuse('a numpy number without a type');
    const { dtype, data } = this.tensor({
      type: type.description(),
      shape: [],
      columnMajor: false,
      bytes: this.bytes(bytes),
    });
    return dtype === 'BOOL' ? data[0] === 1 : data[0]!;
  }

  /** Empty until its state (version, shape, type, column-major, bytes) is read. */
  array(): TensorObject {
    let tensor: StoredTensor | undefined;
    const read = () => tensor ?? this.refuse('a numpy array without data');
    const setState = (state: PickleValue) => {
      const [, shape, type, order, bytes] = isList(state) ? state : [];
      if (!isType(type) || !isList(shape)) return this.refuse('a numpy array without shape or type');
      const columnMajor = order === true || order === 1;
      tensor = this.tensor({
        type: type.description(),
        shape: shape.map(Number),
        columnMajor,
        bytes: this.bytes(bytes),
      });
    };
    return {
      made: 'numpy.ndarray',
      get tensor() {
        return read();
      },
      setState,
    };
  }

  /** (bytes, type, shape, order), as in protocol 5. */
  fromBuffer([bytes, type, shape, order]: readonly PickleValue[]): TensorObject {
    const array = this.array();
    array.setState?.([1, shape ?? null, type ?? null, order === 'F', bytes ?? null]);
    return array;
  }

  private tensor(array: NumpyArray): StoredTensor {
    this.budget.spend(2 * array.bytes.length, 'a numpy array');
    return numpyTensor(array, this.where);
  }

  private refuse(what: string): never {
    throw new UserError(`${this.where}: pickle: ${what}`);
  }
}
