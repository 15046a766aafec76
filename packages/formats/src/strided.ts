import { type DataOf, elementCount, type StoredType } from './stored-tensor';

export const maxDimensions = 64;

type Numbers = DataOf[StoredType];

/** A view into an array: where it starts, its shape, and the distance of neighbours along each dimension, in elements. */
export interface View {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The strides of row-major order. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** True if every element of the view is within `count` numbers; strides may be 0 but not negative. */
export function fits({ offset, shape, strides }: View, count: number): boolean {
  const all = [offset, ...shape, ...strides];
  if (
    shape.length !== strides.length ||
    shape.length > maxDimensions ||
    !all.every((one) => Number.isSafeInteger(one) && one >= 0)
  )
    return false;
  const elements = elementCount(shape);
  if (elements === 0) return true;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  return Number.isSafeInteger(elements) && last < count;
}

/** The numbers of a view that fits, in row-major order. Shares the memory of `data` where the view is the whole array. */
export function contiguous<T extends Numbers>(data: T, view: View): T {
  const { offset, shape, strides } = view;
  const count = elementCount(shape);
  if (count === 0) return data.slice(0, 0) as T;
  const dense = rowMajor(shape);
  const isDense = shape.every((size, axis) => size === 1 || strides[axis] === dense[axis]);
  if (isDense) return (count === data.length ? data : data.slice(offset, offset + count)) as T;
  const gathered = new (data.constructor as new (length: number) => T)(count);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < count; to += 1) {
    gathered[to] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return gathered;
}
