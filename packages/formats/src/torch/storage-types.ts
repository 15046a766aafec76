import type { StoredType } from '../stored-tensor';

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
