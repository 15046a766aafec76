import { UserError } from '@alignclip/core';

import type { MemoryBudget } from '../memory-budget';
import { numpyGlobals } from '../numpy/numpy-globals';
import { isGlobal, isList, type AllowedGlobals, type PickleGlobal, type PickleValue } from '../pickle/pickle-value';
import type { TorchTensors } from './torch-tensors';
import { storageTypes, tensorTypes, untypedStorage } from './torch-types';

const types = ['float16', 'bfloat16', 'float32', 'float64', 'int8', 'uint8', 'int16', 'int32', 'int64', 'bool'];

const first = ([value = null]: readonly PickleValue[]) => value;

/** Classes whose numbers are those of the tensor. */
const plainTypes = ['torch.Tensor', 'torch._tensor.Tensor', 'torch.nn.parameter.Parameter'];

/** Bytes of an entry of a map. */
const entryBytes = 64;

/** Every name that a PyTorch checkpoint may use. None of them reaches outside the pickle's own data. */
export function torchGlobals(tensors: TorchTensors, budget: MemoryBudget, file: string): AllowedGlobals {
  const rebuild = (args: readonly PickleValue[]) => tensors.tensor(args);
  const orderedDict = ([pairs = []]: readonly PickleValue[]) => {
    budget.spend(isList(pairs) ? entryBytes * pairs.length : 0, 'an ordered dict');
    const entries = isList(pairs) ? pairs.map((pair) => (isList(pair) ? pair : [])) : [];
    if (entries.some(([key]) => typeof key !== 'string'))
      throw new UserError(`${file}: an ordered dict with keys that are not text`);
    return new Map(entries.map(([key, value = null]) => [key as string, value]));
  };
  /** (function, type, arguments, attributes): a tensor with attributes, which are no numbers. */
  const withAttributes = ([callee, type, args]: readonly PickleValue[]) => {
    const isPlain = isGlobal(type) && plainTypes.includes(type.global);
    if (!isGlobal(callee) || callee.call === undefined || !isList(args) || !isPlain)
      throw new UserError(`${file}: a tensor of an unknown class`);
    return callee.call(args);
  };
  const globals: PickleGlobal[] = [
    { global: 'collections.OrderedDict', call: orderedDict },
    { global: 'torch._utils._rebuild_tensor', call: rebuild },
    { global: 'torch._utils._rebuild_tensor_v2', call: rebuild },
    { global: 'torch._utils._rebuild_tensor_v3', call: (args) => tensors.typedTensor(args) },
    { global: 'torch._utils._rebuild_parameter', call: first },
    { global: 'torch._utils._rebuild_parameter_with_state', call: first },
    { global: 'torch._tensor._rebuild_from_type_v2', call: withAttributes },
    ...plainTypes.map((type) => ({ global: type })),
    { global: untypedStorage },
    { global: 'torch.Size', call: first },
    { global: 'torch.device', call: first },
    ...[...types, ...Object.keys(tensorTypes)].map((type) => ({ global: `torch.${type}` })),
    ...Object.keys(storageTypes).flatMap((name) => [{ global: `torch.${name}` }, { global: `torch.cuda.${name}` }]),
    ...numpyGlobals(file, budget),
  ];
  return new Map(globals.map((one) => [one.global, one]));
}
