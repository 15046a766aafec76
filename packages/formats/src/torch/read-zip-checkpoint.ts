import { UserError } from '@alignclip/core';

import { MemoryBudget } from '../memory-budget';
import type { PickleValue } from '../pickle/pickle-value';
import { readPickle } from '../pickle/read-pickle';
import { withZip, type ZipContents } from '../zip-contents';
import { torchGlobals } from './torch-globals';
import { storageBytes, TorchTensors, type Storage } from './torch-tensors';

const maxPickleBytes = 64 * 2 ** 20;

/** A checkpoint of PyTorch 1.6 or later: a zip of `<root>/data.pkl` and one member per storage, `<root>/data/<key>`. */
export async function readZipCheckpoint(path: string, fileBytes: number): Promise<PickleValue> {
  return withZip(path, fileBytes, async (zip) => {
    const root = rootOf(zip, path);
    if ((zip.sizeOf(`${root}/data.pkl`) ?? 0) > maxPickleBytes)
      throw new UserError(`${path}: data.pkl is larger than ${maxPickleBytes} bytes`);
    const budget = new MemoryBudget(fileBytes, path);
    const tensors = new TorchTensors(budget, path);
    const { value } = readPickle(await zip.read(`${root}/data.pkl`), {
      name: path,
      allowed: torchGlobals(tensors, budget, path),
      persistent: (id) => tensors.storage(id),
    });
    const swap = await isBigEndian(zip, root);
    await tensors.load(async (storage) => readStorage(zip, root, storage, path), swap);
    return value;
  });
}

function rootOf(zip: ZipContents, path: string): string {
  const roots = zip.names.flatMap((name) => /^([^/]+)\/data\.pkl$/.exec(name)?.[1] ?? []);
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new UserError(`${path}: a zip, but not written by torch.save: it has ${roots.length} data.pkl`);
  if (zip.names.includes(`${root}/constants.pkl`)) {
    throw new UserError(
      `${path}: a TorchScript archive; save its weights with torch.save(model.state_dict(), …) first`,
    );
  }
  return root;
}

async function isBigEndian(zip: ZipContents, root: string): Promise<boolean> {
  const name = `${root}/byteorder`;
  return (
    zip.names.includes(name) &&
    Buffer.from(await zip.read(name))
      .toString('latin1')
      .trim() === 'big'
  );
}

async function readStorage(zip: ZipContents, root: string, storage: Storage, path: string): Promise<Uint8Array> {
  const name = `${root}/data/${storage.key}`;
  const wanted = storageBytes(storage);
  const found = zip.sizeOf(name);
  if (found !== wanted)
    throw new UserError(`${path}: storage "${name}" has ${found ?? 'no'} bytes, its tensors need ${wanted}`);
  return zip.read(name);
}
