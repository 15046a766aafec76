import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { contentHash, UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { CorruptError } from '../corrupt';
import { checkImageSize } from '../images/image-file';
import { filesFingerprint } from './files-fingerprint';
import { NameHints } from './similar-name';

/** Images by name: a folder or an archive. */
export interface ImageStore {
  /** Throws CorruptError where there is no such image or it can't be read. */
  read(name: string): Promise<Uint8Array>;
  /** Another one wherever one of these images may have changed. */
  fingerprint(names: readonly string[]): Promise<string>;
}

/** Of more images, only this many are looked at for the fingerprint, evenly spread. */
const maxLooked = 10_000;

/**
 * The images in a folder and its sub-folders; names that lead out of it are refused. The fingerprint covers names, sizes
 * and contents: of more than 512 MiB, the first 64 KiB of each image.
 */
export function folderImages(folder: string): ImageStore {
  const root = resolve(folder);
  const hints = new NameHints();
  return {
    read: (name) => readInside(root, name, hints),
    fingerprint: async (names) => {
      const step = Math.max(1, names.length / maxLooked);
      const looked = Array.from({ length: Math.ceil(names.length / step) }, (_, i) => names[Math.floor(i * step)]!);
      const found: string[] = [];
      const sizes: [string, number][] = [];
      for (const name of looked) {
        const path = pathInside(root, name);
        const size = path === undefined ? -1 : await sizeOf(path);
        if (size >= 0) found.push(path!);
        sizes.push([name, size]);
      }
      return contentHash([names.length, sizes, await filesFingerprint(found, 1)]);
    },
  };
}

function pathInside(root: string, name: string): string | undefined {
  const path = name.includes('\0') ? '' : resolve(root, name);
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined;
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => (found.isFile() ? found.size : -1),
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
