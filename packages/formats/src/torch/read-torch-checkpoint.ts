import { UserError } from '@alignclip/core';

import { withFile } from '../byte-source';
import type { PickleValue } from '../pickle/pickle-value';
import { readLegacyCheckpoint } from './read-legacy-checkpoint';
import { readZipCheckpoint } from './read-zip-checkpoint';

/** What `torch.save` wrote: dicts are maps, lists and tuples arrays, tensors objects that `isTensor` knows. */
export type TorchValue = PickleValue;

const zipMagic = '504b0304';
const legacyStart = '80028a0a6cfc9c46f9206aa85019';

/**
 * Reads a `.pt` or `.pth` file, zip or legacy, without running anything in it: names outside a short list are refused
 * by name. Views become row-major copies; F16 and BF16 come as 32-bit floats; no memory beyond 20 times the file.
 * Throws UserError naming what is wrong.
 */
export async function readTorchCheckpoint(path: string): Promise<TorchValue> {
  return withFile(path, async (source) => {
    const start = Buffer.from(await source.read(0, Math.min(source.size, 14))).toString('hex');
    if (start.startsWith(zipMagic)) return readZipCheckpoint(path, source.size);
    if (start === legacyStart) return readLegacyCheckpoint(source);
    const isPickle = /^800[2-5]/.test(start);
    throw new UserError(
      `${path}: ${isPickle ? 'a pickle, but not of torch.save' : 'not a PyTorch checkpoint (neither zip nor legacy)'}`,
    );
  });
}
