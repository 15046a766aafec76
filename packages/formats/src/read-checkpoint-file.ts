import { naming, UserError } from '@alignclip/core';

import { withFile } from './byte-source';
import type { StateDict } from './open-clip/naming';
import { isDict } from './pickle/pickle-value';
import { isSafetensors } from './safetensors/header';
import { readWithKept } from './safetensors/kept-tensors';
import { checkpointFile } from './sharded/find-checkpoint';
import { readSharded } from './sharded/read-sharded';
import { isShardIndex } from './sharded/shard-index';
import { readTorchCheckpoint, type TorchValue } from './torch/read-torch-checkpoint';
import { weightsInCheckpoint } from './torch/weights-in-checkpoint';
import { chooseWeights, type WeightSet } from './weights/choose-weights';

/** The weights of a checkpoint in any supported format. */
export interface CheckpointFile {
  /** The file that was read, or the index of several. */
  readonly path: string;
  readonly format: 'safetensors' | 'PyTorch, zip' | 'PyTorch, legacy' | 'safetensors, sharded' | 'PyTorch, sharded';
  readonly bytes: number;
  readonly tensors: StateDict;
  /** The types, by name, of tensors that can't be represented. */
  readonly unread: ReadonlyMap<string, string>;
  /** What the file holds besides the weights: a safetensors file's metadata, the other keys of a training checkpoint. */
  readonly about: Readonly<Record<string, string>>;
  /** Which weights were taken, without which prefixes, where the file has more than bare names. */
  readonly taken: string | undefined;
}

/** The contents of a file before the weights are chosen. */
type Contents = Omit<CheckpointFile, 'path' | 'tensors' | 'taken' | 'about'> & {
  readonly sets: readonly WeightSet[];
  readonly about: (keys: readonly string[]) => Readonly<Record<string, string>>;
};

/**
 * Reads the weights of a `.pt` or `.pth` (zip or legacy), a safetensors file, an index of several files, or a folder with one
 * of these. The format is detected from the content. `weights`: which, where there are several, as `chooseWeights` takes it.
 * Throws UserError as `readTorchCheckpoint`, `readSafetensors`, `readSharded` and `chooseWeights` do.
 */
export async function readCheckpointFile(place: string, weights?: string): Promise<CheckpointFile> {
  const path = checkpointFile(place);
  const { sets, about, ...file } = isShardIndex(path) ? await shardedContents(path) : await contentsOf(path);
  const { tensors, taken, keys } = naming(path, () => chooseWeights(sets, weights));
  return { path, ...file, tensors, taken, about: about(keys) };
}

async function shardedContents(path: string): Promise<Contents> {
  const { tensors, ...file } = await readSharded(path);
  return { ...file, sets: [{ keys: [], tensors }], about: () => ({}) };
}

async function contentsOf(path: string): Promise<Contents> {
  const [start, bytes] = await withFile(path, async ({ size, read }) => [await read(0, Math.min(9, size)), size]);
  const format = formatOf(start);
  if (format === undefined) throw new UserError(`${path}: neither a safetensors file nor a PyTorch checkpoint`);
  if (format === 'safetensors') {
    const { tensors, metadata, unread } = await readWithKept(path);
    return { format, bytes, unread, sets: [{ keys: [], tensors }], about: () => metadata };
  }
  const checkpoint = await readTorchCheckpoint(path);
  const sets = naming(path, () => weightsInCheckpoint(checkpoint));
  return { format, bytes, unread: new Map(), sets, about: ([own]) => otherKeys(checkpoint, own) };
}

/** Detected by the first bytes: a safetensors file may begin with those of any other, since its header's length does. */
function formatOf(start: Uint8Array): CheckpointFile['format'] | undefined {
  if (isSafetensors(start)) return 'safetensors';
  if (start[0] === 0x50 && start[1] === 0x4b) return 'PyTorch, zip';
  return start[0] === 0x80 ? 'PyTorch, legacy' : undefined;
}

/** The other keys of a training checkpoint, with shortened values. */
function otherKeys(checkpoint: TorchValue, own: string | undefined): Record<string, string> {
  if (!isDict(checkpoint) || own === undefined) return {};
  const others = [...checkpoint].filter(([key]) => key !== own);
  return Object.fromEntries(others.map(([key, value]) => [String(key), brief(value)]));
}

const brief = (value: TorchValue): string =>
  typeof value === 'object' && value !== null ? '…' : String(value).slice(0, 80);
