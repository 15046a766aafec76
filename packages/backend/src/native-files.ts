import { UserError } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { nativeRecord } from './native-record';
import { setUpCommand } from './places';

const listSchema = z.record(
  z.string(),
  z.object({ bytes: z.number(), sha256: z.string(), mtimeMs: z.number(), ctimeMs: z.number() }),
);

/**
 * What is wrong with the files that the set-up has listed in a folder (`verified.json`, native/verify.mjs); undefined
 * if nothing is, or if there is no list. Reads only files that have changed since, or with `all` every one.
 */
export function damageIn(folder: string, all = false): string | undefined {
  for (const [name, known] of Object.entries(listOf(folder) ?? {})) {
    const file = join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return `${file} is missing`;
    if (found.size !== known.bytes) return `${file} has ${found.size} bytes, not ${known.bytes}`;
    const unchanged = found.mtimeMs === known.mtimeMs && found.ctimeMs === known.ctimeMs;
    if ((all || !unchanged) && sha256Of(file) !== known.sha256) return `${file} does not match its SHA-256`;
  }
  return undefined;
}

function listOf(folder: string): z.output<typeof listSchema> | undefined {
  try {
    return listSchema.safeParse(JSON.parse(readFileSync(join(folder, 'verified.json'), 'utf8'))).data;
  } catch {
    return undefined; // of an older set-up
  }
}

function sha256Of(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  const descriptor = openSync(file, 'r');
  try {
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

/** The folders with what the set-up has built and downloaded for TensorFlow: libraries, binding, our operations. */
export function nativeFolders(): string[] {
  const { tensorflow, ops } = nativeRecord() ?? {};
  if (!tensorflow) return [];
  const binding = join(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'lib');
  const placed = readdirSync(binding).filter((name) => name.startsWith('napi-'));
  return [tensorflow.folder, ...placed.map((name) => join(binding, name)), ...(ops ? [dirname(ops)] : [])];
}

/** Throws UserError if a file in the folder is corrupt: to load it could end the process without a word. */
export function requireIntact(folder: string): void {
  const damage = damageIn(folder);
  if (damage !== undefined) throw new UserError(`corrupt: ${damage}; run \`${setUpCommand()}\`, which makes it anew`);
}
