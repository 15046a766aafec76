import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { contentHash, UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { CorruptError } from '../corrupt';
import { checkImageSize } from '../images/image-file';
import { NameHints } from './similar-name';

/** Images by name: a folder or an archive. */
export interface ImageStore {
  /** Throws CorruptError where there is no such image or it can't be read. */
  read(name: string): Promise<Uint8Array>;
  /** Another one wherever one of these images may have changed. */
  fingerprint(names: readonly string[]): Promise<string>;
}

/** Of more images, only this many are looked at for the fingerprint, evenly spread. */
const maxStats = 10_000;

/** The images in a folder and its sub-folders; names that lead out of it are refused. The fingerprint covers names and sizes. */
export function folderImages(folder: string): ImageStore {
  const root = resolve(folder);
  const hints = new NameHints();
  return {
    read: (name) => readInside(root, name, hints),
    fingerprint: async (names) => {
      const step = Math.max(1, names.length / maxStats);
      const sizes: [string, number][] = [];
      for (let i = 0; i < names.length; i += step) {
        const name = names[Math.floor(i)]!;
        const path = pathInside(root, name);
        sizes.push([name, path === undefined ? -1 : await sizeOf(path)]);
      }
      return contentHash([names.length, sizes]);
    },
  };
}

function pathInside(root: string, name: string): string | undefined {
  const path = name.includes('\0') ? '' : resolve(root, name);
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined;
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => -1,
  );

async function readInside(root: string, name: string, hints: NameHints): Promise<Uint8Array> {
  const path = pathInside(root, name);
  if (path === undefined) throw new CorruptError(`the name leads out of the folder ${root}; refused`);
  const handle = await openFile(path).catch(async (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    const isMissing = (await sizeOf(path)) < 0;
    throw new CorruptError(
      error.message + (isMissing ? await hints.hint(basename(path), () => namesIn(dirname(path))) : ''),
    );
  });
  try {
    const { size } = await handle.stat();
    checkImageSize(size);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function* namesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(() => undefined);
  for await (const { name } of entries ?? []) yield name;
}
