import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../../..');

/** A file that the original tools for such data made. */
export const fixture = (name: string): Buffer => readFileSync(join(root, 'packages/datasets/fixtures', name));

/** The bytes that `write` leaves at a path. */
export async function madeFile(name: string, write: (path: string) => unknown): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-fuzz-seed-'));
  try {
    await write(join(folder, name));
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
