import type { StoredType } from '../stored-tensor';

/** A storage of bytes, whose tensors name their types. */
export const untypedStorage = 'torch.storage.UntypedStorage';

/** The types that have no storage class, by the name that PyTorch gives them. */
export const tensorTypes: Readonly<Record<string, StoredType>> = {
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
};

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

/** The storage class of each type that has one. */
export const storageNames = Object.fromEntries(
  Object.entries(storageTypes).map(([name, type]) => [type, name]),
) as Readonly<Partial<Record<StoredType, string>>>;
