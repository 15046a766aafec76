import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { contentHash } from '@alignclip/core';
import { openFile } from '@alignclip/formats';

/** Up to this total size, files are hashed completely. */
const wholeBytes = 2 ** 29;
const block = 2 ** 16;

/**
 * A hash of the names, sizes and contents of files. Where their total size is more than 512 MiB, `samples` blocks of 64 KiB
 * of each file are hashed, evenly spread, including the first and the last. Throws UserError where one can't be read.
 */
export async function filesFingerprint(paths: readonly string[], samples = 16): Promise<string> {
  const sizes: number[] = [];
  for (const path of paths) sizes.push(await fileSize(path));
  const whole = sizes.reduce((sum, size) => sum + size, 0) <= wholeBytes;
  const hashes: string[] = [];
  for (const [i, path] of paths.entries()) {
    hashes.push(await blocksHash(path, whole ? everyBlock(sizes[i]!) : spread(sizes[i]!, samples)));
  }
  return contentHash(paths.map((path, i) => [basename(path), sizes[i]!, hashes[i]!]));
}

async function fileSize(path: string): Promise<number> {
  const handle = await openFile(path);
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

const everyBlock = (size: number): number[] => Array.from({ length: Math.ceil(size / block) }, (_, i) => i * block);

const spread = (size: number, samples: number): number[] =>
  size <= samples * block
    ? everyBlock(size)
    : Array.from({ length: samples }, (_, i) => Math.floor(((size - block) * i) / Math.max(1, samples - 1)));

async function blocksHash(path: string, starts: readonly number[]): Promise<string> {
  const hash = createHash('sha256');
  const handle = await openFile(path);
  const bytes = Buffer.alloc(block);
  try {
    for (const start of starts) {
      const { bytesRead } = await handle.read(bytes, 0, block, start);
      hash.update(bytes.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
