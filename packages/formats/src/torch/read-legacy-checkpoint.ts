import { UserError } from '@alignclip/core';

import type { ByteSource } from '../byte-source';
import { MemoryBudget } from '../memory-budget';
import { isDict, isList, type PickleValue } from '../pickle/pickle-value';
import { readPickle } from '../pickle/read-pickle';
import { torchGlobals } from './torch-globals';
import { storageBytes, TorchTensors } from './torch-tensors';

const maxPickleBytes = 64 * 2 ** 20;

/** The number that legacy files start with, itself a pickle. */
const legacyMagic = 0x1950a86a20f9469cfc6cn;

const noGlobals = new Map<string, never>();

/**
 * A checkpoint from before PyTorch 1.6: five pickles (magic number, version, byte order, the object, the storages' keys),
 * then each storage as its count in 8 bytes and its numbers.
 * Source: torch/serialization.py, `_legacy_load`.
 */
export async function readLegacyCheckpoint(source: ByteSource): Promise<PickleValue> {
  const { name, size } = source;
  const head = await source.read(0, Math.min(size, maxPickleBytes));
  const budget = new MemoryBudget(size, name);
  const tensors = new TorchTensors(budget, name);
  const context = {
    name,
    allowed: torchGlobals(tensors, budget, name),
    persistent: (id: PickleValue) => tensors.storage(id),
  };
  const magic = readPickle(head, { name, allowed: noGlobals });
  const version = readPickle(head, { name, allowed: noGlobals, start: magic.end });
  const system = readPickle(head, { name, allowed: noGlobals, start: version.end });
  if (magic.value !== legacyMagic || version.value !== 1001)
    throw new UserError(`${name}: not a legacy PyTorch checkpoint (version 1001)`);
  const object = readPickle(head, { ...context, start: system.end });
  const keys = readPickle(head, { name, allowed: noGlobals, start: object.end });
  const places = await storagePlaces(source, keys, tensors);
  const swap = isDict(system.value) && system.value.get('little_endian') === false;
  await tensors.load(async (storage) => {
    const start = places.get(storage.key) ?? fail(name, `storage "${storage.key}" is not in the file`);
    return source.read(start, storageBytes(storage));
  }, swap);
  return object.value;
}

/** Where the numbers of each storage start; the counts in the file must match those in the pickle. */
async function storagePlaces(
  source: ByteSource,
  keys: { value: PickleValue; end: number },
  tensors: TorchTensors,
): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  let position = keys.end;
  for (const key of isList(keys.value) ? keys.value.map(String) : fail(source.name, 'no list of storages')) {
    const storage = tensors.storages.get(key) ?? fail(source.name, `storage "${key}" belongs to no tensor`);
    const length = await source.read(position, 8);
    const count = new DataView(length.buffer).getBigInt64(0, true);
    if (count !== BigInt(storage.count))
      fail(source.name, `storage "${key}" has ${count} numbers, its tensors need ${storage.count}`);
    places.set(key, position + 8);
    position += 8 + storageBytes(storage);
  }
  return places;
}

function fail(name: string, what: string): never {
  throw new UserError(`${name}: ${what}`);
}
