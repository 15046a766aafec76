import { sha256 } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './native-record';

/** A file that changed this recently may change again without another time stamp. */
const settledAfter = 2000;

/**
 * Hex SHA-256 of a file's content. It is remembered in the cache by size, inode and time stamps, so that a large file is
 * read once, not at every start; `read: 'always'` reads it in any case. Throws where the file can't be read.
 */
export async function fileHash(
  path: string,
  { read = 'changed' }: { readonly read?: 'changed' | 'always' } = {},
): Promise<string> {
  const before = await stamp(path);
  const entry = cacheFolder('hashes', sha256(resolve(path)).slice(0, 32));
  const known = read === 'changed' ? remembered(entry, before.text) : undefined;
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const digest = hash.digest('hex');
  if ((await stamp(path)).text === before.text && Date.now() - before.changed > settledAfter)
    remember(entry, before.text, digest);
  return digest;
}

async function stamp(path: string): Promise<{ readonly text: string; readonly changed: number }> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const newest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return { text: [size, ino, mtimeNs, ctimeNs].join(' '), changed: Number(newest / 1_000_000n) };
}

/** The line of an entry: stamp, hash and a checksum of both. */
const line = (text: string, digest: string): string => `${text}\n${digest}\n${sha256(`${text}\n${digest}`)}`;

function remembered(entry: string, text: string): string | undefined {
  try {
    const content = readFileSync(entry, 'utf8');
    const [, digest = ''] = content.split('\n');
    return content === line(text, digest) ? digest : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that can't be written costs time only. */
function remember(entry: string, text: string, digest: string): void {
  try {
    mkdirSync(cacheFolder('hashes'), { recursive: true });
    const temporary = `${entry}.${process.pid}.tmp`;
    writeFileSync(temporary, line(text, digest));
    renameSync(temporary, entry);
  } catch {
    // read again next time
  }
}
