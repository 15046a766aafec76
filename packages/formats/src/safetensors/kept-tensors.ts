import { counted, naming, sha256, UserError } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFile } from '../byte-source';
import type { StoredTensor } from '../stored-tensor';
import { readSafetensors, type SafetensorsFile } from './read';
import { formatSafetensors, writeChecked } from './write';
import { writeFileAtomic } from '../write-file-atomic';

/** The metadata of a file that names the one beside it with the rest of its tensors, by the SHA-256 of that file. */
const field = 'alignclip.kept';
const hashForm = /^[0-9a-f]{64}$/;

/** The file name of kept tensors with this hash. */
export const keptName = (hash: string): string => `kept-${hash}.safetensors`;

/** The hash of the kept tensors that a file with this metadata needs; undefined where it has all of its own. */
export function keptHash(metadata: Readonly<Record<string, string>>): string | undefined {
  const hash = metadata[field];
  if (hash === undefined || hashForm.test(hash)) return hash;
  throw new UserError(`metadata "${field}" is no SHA-256`);
}

/**
 * Tensors that many files have in common: written once beside them, under the SHA-256 of their own file, and never changed.
 * One object is for one set of values.
 */
export class KeptTensors {
  private hash: string | undefined;

  /** `tensors` is asked once. */
  constructor(private readonly tensors: () => ReadonlyMap<string, StoredTensor>) {}

  /** Writes a file with a checksum that names the kept tensors, and these where they aren't there yet. */
  async writeChecked(
    path: string,
    own: ReadonlyMap<string, StoredTensor>,
    metadata: Readonly<Record<string, string>>,
  ): Promise<void> {
    await writeChecked(path, own, { ...metadata, [field]: await this.written(dirname(path)) });
  }

  private async written(folder: string): Promise<string> {
    if (this.hash !== undefined && existsSync(join(folder, keptName(this.hash)))) return this.hash;
    const bytes = formatSafetensors(this.tensors());
    const hash = (this.hash = sha256(bytes));
    const path = join(folder, keptName(hash));
    if (!existsSync(path) || (await hashOfFile(path)) !== hash) await writeFileAtomic(path, bytes);
    return hash;
  }
}

/**
 * `readSafetensors`, with the tensors that the file has in the one beside it. Throws UserError also where that one is
 * missing, or is not what its name says.
 */
export async function readWithKept(path: string): Promise<SafetensorsFile> {
  const file = await readSafetensors(path);
  const { [field]: _, ...metadata } = file.metadata;
  const hash = naming(path, () => keptHash(file.metadata));
  if (hash === undefined) return file;
  const kept = await keptTensors(join(dirname(path), keptName(hash)), hash, path);
  const twice = [...kept.keys()].find((name) => file.tensors.has(name));
  if (twice !== undefined) throw new UserError(`${path}: tensor "${twice}" is in ${keptName(hash)} as well`);
  return { ...file, metadata, tensors: new Map([...file.tensors, ...kept]) };
}

async function keptTensors(path: string, hash: string, user: string): Promise<ReadonlyMap<string, StoredTensor>> {
  if (!existsSync(path))
    throw new UserError(
      `${user}: the file ${keptName(hash)}, which has the frozen weights of this and other checkpoints, is missing beside it`,
    );
  if ((await hashOfFile(path)) === hash) return (await readSafetensors(path)).tensors;
  throw new UserError(
    `${user}: its frozen weights in ${path} are corrupt: ${counted(statSync(path).size, 'byte')} that don't match the name of the file`,
  );
}

/** In pieces, so that a file of any size takes little memory. */
const hashOfFile = (path: string): Promise<string> =>
  withFile(path, async ({ size, read }) => {
    const hash = createHash('sha256');
    for (let at = 0; at < size; at += 1 << 24) hash.update(await read(at, Math.min(1 << 24, size - at)));
    return hash.digest('hex');
  });
