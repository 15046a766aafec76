import { UserError } from '@alignclip/core';
import { withFile } from '../byte-source';
import { isTensor } from '../numpy/numpy-globals';
import { type PickleValue, isDict } from '../pickle/pickle-value';
import type { StoredTensor } from '../stored-tensor';
import { readLegacyCheckpoint } from './read-legacy-checkpoint';
import { readZipCheckpoint } from './read-zip-checkpoint';

/** What `torch.save` wrote: dicts are maps, lists and tuples arrays, tensors objects that `isTensor` recognises. */
export type TorchValue = PickleValue;

const zipMagic = '504b0304';

/** The pickle of the magic number in protocols 2 to 5; from 4 on, a frame is around it. */
const legacyStart = /^80(?:0[23]|0[45]95[0-9a-f]{16})8a0a6cfc9c46f9206aa85019/;

/**
 * Reads a `.pt` or `.pth` file, zip or legacy, without running anything in it: names outside a short list are refused.
 * Views become row-major copies; F16 and BF16 come as 32-bit floats; memory is limited to 20 times the file.
 * Throws UserError naming what is wrong.
 */
export async function readTorchCheckpoint(path: string): Promise<TorchValue> {
  return withFile(path, async (source) => {
    const start = Buffer.from(await source.read(0, Math.min(source.size, 23))).toString('hex');
    if (start.startsWith(zipMagic)) return readZipCheckpoint(path, source.size);
    if (legacyStart.test(start)) return readLegacyCheckpoint(source);
    const isPickle = /^800[2-5]/.test(start);
    throw new UserError(
      `${path}: ${isPickle ? 'a pickle, but not written by torch.save (arrays: numpy.save or safetensors)' : 'not a PyTorch checkpoint (neither zip nor legacy)'}`,
    );
  });
}

/** The tensors of a dict by name; other values are left out. Undefined for a value that is not a dict. */
export function tensorsOf(value: TorchValue | undefined): Map<string, StoredTensor> | undefined {
  if (!isDict(value)) return undefined;
  return new Map([...value].flatMap(([name, one]) => (isTensor(one) ? [[String(name), one.tensor] as const] : [])));
}

/** Where training programs keep the parameters. */
const stateDictKeys = ['state_dict', 'model_state_dict', 'model'];

/**
 * The model's parameters: the entry `state_dict`, `model_state_dict` or `model`, or the checkpoint itself. Throws UserError
 * if there are none.
 */
export function stateDictOf(checkpoint: TorchValue): Map<string, StoredTensor> {
  const candidates = isDict(checkpoint) ? [...stateDictKeys.map((key) => checkpoint.get(key)), checkpoint] : [];
  const found = candidates.map((one) => tensorsOf(one)).find((tensors) => tensors !== undefined && tensors.size > 0);
  if (found) return found;
  const keys = isDict(checkpoint) ? [...checkpoint.keys()].slice(0, 10).join(', ') : 'not a dict';
  throw new UserError(`the checkpoint has no "state_dict" with tensors; it holds: ${keys}`);
}
