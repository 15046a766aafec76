import { UserError } from '@alignclip/core';

import { isTensor } from '../numpy/numpy-globals';
import { isDict } from '../pickle/pickle-value';
import type { StoredTensor } from '../stored-tensor';
import type { TorchValue } from './read-torch-checkpoint';

/** The tensors of a dict by name; other values are left out. Undefined for what is no dict. */
export function tensorsOf(value: TorchValue | undefined): Map<string, StoredTensor> | undefined {
  if (!isDict(value)) return undefined;
  return new Map([...value].flatMap(([name, one]) => (isTensor(one) ? [[String(name), one.tensor] as const] : [])));
}

/** The model's parameters: the checkpoint itself, or what it keeps under `state_dict` or `model`. Throws UserError if none. */
export function stateDictOf(checkpoint: TorchValue): Map<string, StoredTensor> {
  const candidates = isDict(checkpoint) ? [checkpoint.get('state_dict'), checkpoint.get('model'), checkpoint] : [];
  const found = candidates.map((one) => tensorsOf(one)).find((tensors) => tensors !== undefined && tensors.size > 0);
  if (found) return found;
  const keys = isDict(checkpoint) ? [...checkpoint.keys()].slice(0, 10).join(', ') : 'not a dict';
  throw new UserError(`the checkpoint has no "state_dict" with tensors; it holds: ${keys}`);
}
