import { UserError } from '@alignclip/core';

import { withFile } from './byte-source';
import type { StateDict } from './open-clip/model-size';
import { isDict } from './pickle/pickle-value';
import { readSafetensors } from './safetensors/read';
import { readTorchCheckpoint, type TorchValue } from './torch/read-torch-checkpoint';
import { stateDictKeys, stateDictOf } from './torch/read-torch-checkpoint';

/** The weights of a checkpoint in any supported format. */
export interface CheckpointFile {
  readonly format: 'safetensors' | 'PyTorch, zip' | 'PyTorch, legacy';
  readonly bytes: number;
  readonly tensors: StateDict;
  /** The types, by name, of tensors that can't be represented. */
  readonly unread: ReadonlyMap<string, string>;
  /** What the file holds besides the weights: a safetensors file's metadata, the other keys of a training checkpoint. */
  readonly about: Readonly<Record<string, string>>;
}

/**
 * Reads the weights of a `.pt` or `.pth` (zip or legacy) or a safetensors file, whose format is detected from the content. Throws UserError
 * as `readTorchCheckpoint` and `readSafetensors` do.
 */
export async function readCheckpointFile(path: string): Promise<CheckpointFile> {
  const [start, bytes] = await withFile(path, async ({ size, read }) => [await read(0, Math.min(9, size)), size]);
  const format = formatOf(start);
  if (format === undefined) throw new UserError(`${path}: neither a safetensors file nor a PyTorch checkpoint`);
  if (format === 'safetensors') {
    const { tensors, metadata, unread } = await readSafetensors(path);
    return { format, bytes, tensors, unread, about: metadata };
  }
  const checkpoint = await readTorchCheckpoint(path);
  return { format, bytes, tensors: stateDictOf(checkpoint), unread: new Map(), about: otherKeys(checkpoint) };
}

/** Detected by the first bytes of a zip, of a safetensors header (after its length), or of a pickle. */
function formatOf(start: Uint8Array): CheckpointFile['format'] | undefined {
  if (start[0] === 0x50 && start[1] === 0x4b) return 'PyTorch, zip';
  if (start[8] === 0x7b) return 'safetensors';
  return start[0] === 0x80 ? 'PyTorch, legacy' : undefined;
}

/** The other keys of a training checkpoint, with shortened values. */
function otherKeys(checkpoint: TorchValue): Record<string, string> {
  if (!isDict(checkpoint)) return {};
  const own = stateDictKeys.find((key) => isDict(checkpoint.get(key)));
  if (own === undefined) return {};
  const others = [...checkpoint].filter(([key]) => key !== own);
  return Object.fromEntries(others.map(([key, value]) => [String(key), brief(value)]));
}

const brief = (value: TorchValue): string =>
  typeof value === 'object' && value !== null ? '…' : String(value).slice(0, 80);
