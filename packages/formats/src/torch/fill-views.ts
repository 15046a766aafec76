import { bytesPerElement, type DataOf, type StoredTensor, type StoredType } from '../stored-tensor';
import { contiguous, type View } from '../strided';
import { decodeBytes, swapByteOrder } from '../tensor-bytes';

/** A tensor whose numbers are not read yet. */
export interface PendingView {
  readonly dtype: StoredType;
  readonly view: View;
  /** Its numbers have the other sign than those of the storage. */
  readonly negative: boolean;
  readonly fill: (tensor: StoredTensor) => void;
}

/** Fills the views of a storage; no two share memory. `swap`: the bytes of each number are in the other order. */
export function fillViews(bytes: Uint8Array, own: readonly PendingView[], swap: boolean): void {
  const types = new Set(own.map((one) => one.dtype));
  for (const dtype of types) {
    const rest = bytes.length % bytesPerElement[dtype];
    const whole = types.size === 1 && rest === 0 ? bytes : bytes.slice(0, bytes.length - rest);
    const data = decodeBytes(dtype, swap ? swapByteOrder(dtype, whole) : whole);
    const same = own.filter((one) => one.dtype === dtype);
    same.forEach(({ view, negative, fill }, index) => {
      const cut = contiguous(data, view);
      const numbers = cut === data && index < same.length - 1 ? data.slice() : cut;
      fill({ dtype, shape: view.shape, data: negative ? negated(numbers) : numbers } as StoredTensor);
    });
  }
}

/** Changes the numbers in place; whole numbers wrap around as in PyTorch. */
function negated(data: DataOf[StoredType]): DataOf[StoredType] {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    for (let i = 0; i < data.length; i += 1) data[i] = -data[i]!;
  else for (let i = 0; i < data.length; i += 1) data[i] = -data[i]!;
  return data;
}
