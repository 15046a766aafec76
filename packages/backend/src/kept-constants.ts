/** The calls of TensorFlow's binding that make and delete tensors. */
export interface TensorBinding {
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
}

type Values = Float32Array | Int32Array | Uint8Array;

interface Constant {
  readonly id: number;
  readonly key: string | Values;
  readonly bytes: number;
  /** Tensors of tfjs that hold it now. */
  users: number;
}

/** Longer lists of values are kept only if they are all equal or marked by `neverChanging`. */
const short = 32;
/** Larger constants are not kept, and unused ones are let go beyond these. */
const limits = { bytesEach: 2 ** 24, bytes: 2 ** 27, count: 4096 } as const;

const marked = new WeakSet<Values>();

/** Marks values that nobody will change, such as a mask, so that TensorFlow keeps them after their first use. */
export function neverChanging<T extends Values>(values: T): T {
  marked.add(values);
  return values;
}

/**
 * Keeps the constants of a program on TensorFlow's device: shapes, axes, factors, zeros and ones, which tfjs makes anew for
 * every operation. To a GPU each would be a copy. Tensors of tfjs are counted and disposed as before.
 */
export class KeptConstants implements TensorBinding {
  private readonly byKey = new Map<string | Values, Constant>();
  private readonly byId = new Map<number, Constant>();
  private bytes = 0;

  /** `inner` makes and deletes tensors; whoever counts what is copied to the device may replace it. */
  constructor(public inner: TensorBinding) {}

  createTensor(shape: readonly number[], dtype: number, values: unknown): number {
    const key = keyOf(shape, dtype, values);
    if (key === undefined) return this.inner.createTensor(shape, dtype, values);
    const constant = this.byKey.get(key) ?? this.make(key, shape, dtype, values as Values);
    this.byKey.delete(key);
    this.byKey.set(key, constant); // the latest used comes last
    constant.users += 1;
    return constant.id;
  }

  deleteTensor(id: number): void {
    const constant = this.byId.get(id);
    if (constant === undefined) return this.inner.deleteTensor(id);
    constant.users -= 1;
  }

  private make(key: string | Values, shape: readonly number[], dtype: number, values: Values): Constant {
    const { byteLength: bytes } = values;
    this.makeRoom();
    // TensorFlow reads the array itself, and whoever made it may change it later.
    const id = this.inner.createTensor(shape, dtype, marked.has(values) ? values : values.slice());
    const constant = { id, key, bytes, users: 0 };
    this.byId.set(id, constant);
    this.bytes += bytes;
    return constant;
  }

  /** Lets half of them go, beginning with those that were not used for longest. */
  private makeRoom(): void {
    if (this.byKey.size < limits.count && this.bytes < limits.bytes) return;
    for (const { id, key, bytes, users } of [...this.byKey.values()]) {
      if (this.byKey.size < limits.count / 2 && this.bytes < limits.bytes / 2) return;
      if (users > 0) continue;
      this.inner.deleteTensor(id);
      this.byKey.delete(key);
      this.byId.delete(id);
      this.bytes -= bytes;
    }
  }
}

/** What tells a constant from others; undefined where the values are none. */
function keyOf(shape: readonly number[], dtype: number, values: unknown): string | Values | undefined {
  if (!isValues(values) || values.byteLength > limits.bytesEach) return undefined;
  if (values.length > short && marked.has(values)) return values; // a mask has one shape
  const bits = bitsOf(values);
  const listed = bits.length <= short ? bits.join() : bits.every((value) => value === bits[0]) && `all ${bits[0]}`;
  return listed === false ? undefined : `${dtype}[${shape.join()}]${listed}`;
}

const isValues = (values: unknown): values is Values =>
  values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array;

/** Whole numbers, so that -0 is another value than 0. */
const bitsOf = (values: Values): Int32Array | Uint8Array =>
  values instanceof Float32Array ? new Int32Array(values.buffer, values.byteOffset, values.length) : values;
