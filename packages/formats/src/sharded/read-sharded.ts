import { UserError } from '@alignclip/core';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFile } from '../byte-source';
import { inspectSafetensors, readSafetensors } from '../safetensors/read';
import { bytesPerElement, type StoredTensor } from '../stored-tensor';
import { readTorchCheckpoint, tensorsOf } from '../torch/read-torch-checkpoint';
import { readShardIndex, type ShardIndex } from './shard-index';

/** The tensors of a checkpoint in several files. */
export interface ShardedCheckpoint {
  readonly format: 'safetensors, sharded' | 'PyTorch, sharded';
  /** The size of all files. */
  readonly bytes: number;
  readonly tensors: Map<string, StoredTensor>;
  /** The types, by name, of tensors that can't be represented. */
  readonly unread: Map<string, string>;
}

/**
 * Reads the files that an index names, one after the other; headers of safetensors are compared with the index before any
 * numbers are read. Throws UserError naming files that are missing, tensors that are not where the index says, and a sum of
 * sizes that isn't the index's, besides what the readers of single files refuse.
 */
export async function readSharded(path: string): Promise<ShardedCheckpoint> {
  const index = await readShardIndex(path);
  const files = filesOf(path, index);
  const isSafe = await isSafetensors([...files.values()][0]!);
  if (isSafe) await checkHeaders(path, index, files);
  const tensors = new Map<string, StoredTensor>();
  const unread = new Map<string, string>();
  let bytes = 0;
  for (const [name, file] of files) {
    bytes += await withFile(file, async ({ size }) => size);
    const shard = isSafe ? await readSafetensors(file) : await readTorchShard(file);
    if (!isSafe) checkPlaces(path, index, name, shard.tensors.keys());
    shard.tensors.forEach((tensor, one) => tensors.set(one, tensor));
    shard.unread.forEach((type, one) => unread.set(one, type));
  }
  if (!isSafe) checkTotal(path, index, sumOf(tensors.values(), storedBytes));
  return { format: isSafe ? 'safetensors, sharded' : 'PyTorch, sharded', bytes, tensors, unread };
}

/** The paths of the files by name. Throws UserError where some are missing, with those that are there. */
function filesOf(path: string, { shards }: ShardIndex): Map<string, string> {
  const folder = dirname(path);
  const files = new Map([...shards.keys()].map((name) => [name, join(folder, name)]));
  const missing = [...files].filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length === 0) return files;
  const ending = missing[0]!.slice(missing[0]!.lastIndexOf('.'));
  const there = readdirSync(folder).filter((name) => name.endsWith(ending));
  throw new UserError(
    `${path}: ${missing.length} of ${files.size} files are missing: ${listed(missing)}; in ${folder} are: ${listed(there) || `no files ${ending}`}`,
  );
}

const isSafetensors = (file: string): Promise<boolean> =>
  withFile(file, async ({ size, read }) => (await read(0, Math.min(9, size)))[8] === 0x7b);

/** Checks names and sizes without reading numbers. */
async function checkHeaders(path: string, index: ShardIndex, files: ReadonlyMap<string, string>): Promise<void> {
  let total = 0;
  for (const [name, file] of files) {
    const { entries, unread } = await inspectSafetensors(file);
    checkPlaces(path, index, name, [...entries.map((entry) => entry.name), ...unread.keys()]);
    total = unread.size > 0 ? NaN : total + sumOf(entries, ({ start, end }) => end - start);
  }
  checkTotal(path, index, total);
}

/** Throws UserError unless a file has the tensors that the index names for it, and no others. */
function checkPlaces(path: string, { shards }: ShardIndex, file: string, found: Iterable<string>): void {
  const [wanted, had] = [new Set(shards.get(file)), new Set(found)];
  const missing = [...wanted].filter((name) => !had.has(name));
  const beyond = [...had].filter((name) => !wanted.has(name));
  if (missing.length > 0)
    throw new UserError(`${path}: ${file} has no ${listed(missing)}, which the index places in it`);
  if (beyond.length === 0) return;
  const [home] = [...shards].find(([, names]) => names.includes(beyond[0]!)) ?? [];
  const places =
    home === undefined ? 'which the index does not name' : `which the index places in ${home}: it occurs twice`;
  throw new UserError(`${path}: ${file} has ${listed(beyond)}, ${places}`);
}

function checkTotal(path: string, { totalBytes }: ShardIndex, found: number): void {
  if (totalBytes === undefined || Number.isNaN(found) || totalBytes === found) return;
  throw new UserError(
    `${path}: total_size is ${totalBytes}, the files have ${found} bytes of tensors: some are of another version; if they are right, remove total_size`,
  );
}

async function readTorchShard(file: string): Promise<Pick<ShardedCheckpoint, 'tensors' | 'unread'>> {
  const tensors = tensorsOf(await readTorchCheckpoint(file));
  if (tensors === undefined || tensors.size === 0) throw new UserError(`${file}: has no tensors`);
  return { tensors, unread: new Map() };
}

const storedBytes = ({ dtype, data }: StoredTensor): number => data.length * bytesPerElement[dtype];

const sumOf = <T>(all: Iterable<T>, size: (one: T) => number): number =>
  [...all].reduce((sum, one) => sum + size(one), 0);

const maxListed = 8;

const listed = (names: readonly string[]): string =>
  names.length <= maxListed
    ? names.join(', ')
    : `${names.slice(0, maxListed).join(', ')} and ${names.length - maxListed} more`;
