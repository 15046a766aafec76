import { UserError } from '@alignclip/core';
import { isDict, type PickleKey, type PickleValue } from '../pickle/pickle-value';
import { isAverage } from '../weights/bare-names';
import type { WeightSet } from '../weights/choose-weights';
import { tensorsOf, type TorchValue } from './read-torch-checkpoint';

/** Where training programs keep the parameters, in the order in which they are looked for. */
const wrappers = ['state_dict', 'model_state_dict', 'model', 'module', 'net', 'network', 'online_model'];

/**
 * The dicts of tensors in a checkpoint, at its root or under keys such as `state_dict` and `model_ema`, in any nesting; those
 * that are likely to be the model come first. Throws UserError if there are none.
 */
export function weightsInCheckpoint(checkpoint: TorchValue): WeightSet[] {
  const found = weightsUnder(checkpoint, [], new Set());
  if (found.length > 0) return found;
  const keys = isDict(checkpoint) ? [...checkpoint.keys()].slice(0, 10).join(', ') : 'not a dict';
  throw new UserError(`the checkpoint has no "state_dict" with tensors; it holds: ${keys}`);
}

/** `seen`: a pickle may hold one dict in several places, also in itself. */
function weightsUnder(value: PickleValue | undefined, keys: readonly string[], seen: Set<object>): WeightSet[] {
  if (!isDict(value) || seen.has(value)) return [];
  seen.add(value);
  const averages = [...value.keys()].filter(
    (key: PickleKey): key is string => typeof key === 'string' && isAverage(key),
  );
  const below = [...wrappers, ...averages].flatMap((key) => weightsUnder(value.get(key), [...keys, key], seen));
  const tensors = tensorsOf(value)!;
  return tensors.size > 0 ? [...below, { keys, tensors }] : below;
}
