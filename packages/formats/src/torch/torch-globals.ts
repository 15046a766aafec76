import { UserError } from '@alignclip/core';

import type { MemoryBudget } from '../memory-budget';
import { numpyGlobals } from '../numpy/numpy-globals';
import { isList, type AllowedGlobals, type PickleGlobal, type PickleValue } from '../pickle/pickle-value';
import { storageTypes } from './torch-tensors';
import type { TorchTensors } from './torch-tensors';

const types = ['float16', 'bfloat16', 'float32', 'float64', 'int8', 'uint8', 'int16', 'int32', 'int64', 'bool'];

const first = ([value = null]: readonly PickleValue[]) => value;

/** Every name that a PyTorch checkpoint may use. None of them reaches outside the pickle's own data. */
export function torchGlobals(tensors: TorchTensors, budget: MemoryBudget, file: string): AllowedGlobals {
  const rebuild = (args: readonly PickleValue[]) => tensors.tensor(args);
  const orderedDict = ([pairs = []]: readonly PickleValue[]) => {
    const entries = isList(pairs) ? pairs.map((pair) => (isList(pair) ? pair : [])) : [];
    if (entries.some(([key]) => typeof key !== 'string'))
      throw new UserError(`${file}: an ordered dict with keys that are not text`);
    return new Map(entries.map(([key, value = null]) => [key as string, value]));
  };
  const globals: PickleGlobal[] = [
    { global: 'collections.OrderedDict', call: orderedDict },
    { global: 'torch._utils._rebuild_tensor', call: rebuild },
    { global: 'torch._utils._rebuild_tensor_v2', call: rebuild },
    { global: 'torch._utils._rebuild_parameter', call: first },
    { global: 'torch.Size', call: first },
    { global: 'torch.device', call: first },
    ...types.map((type) => ({ global: `torch.${type}` })),
    ...Object.keys(storageTypes).flatMap((name) => [{ global: `torch.${name}` }, { global: `torch.cuda.${name}` }]),
    ...numpyGlobals(file, budget),
  ];
  return new Map(globals.map((one) => [one.global, one]));
}
