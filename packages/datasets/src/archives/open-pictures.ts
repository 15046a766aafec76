import { stat } from 'node:fs/promises';
import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { filesFingerprint } from '../stored/file-fingerprint';
import { folderPictures } from './folder-pictures';
import type { PictureStore } from './picture-store';
import { tarPictures } from './tar-pictures';
import { zipPictures } from './zip-pictures';

/** A folder, a zip file or a tar file, by what stands at that path. Throws UserError where it is none of them. */
export async function openPictures(path: string): Promise<PictureStore> {
  if (await isFolder(path)) return folderPictures(path);
  const start = await firstBytes(path);
  if (start.startsWith('\x1f\x8b')) {
    throw new UserError(`"${path}" is gzipped; pictures are read from it in any order: unpack it with gunzip first`);
  }
  const read = start.startsWith('PK') ? await zipPictures(path) : await tarPictures(path);
  return { read, fingerprint: () => filesFingerprint([path]) };
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`cannot read "${path}": ${error.code === 'ENOENT' ? 'no such file or folder' : error.message}`);
  });
  return found.isDirectory();
}

async function firstBytes(path: string): Promise<string> {
  const handle = await openFile(path);
  try {
    const bytes = Buffer.alloc(4);
    const { bytesRead } = await handle.read(bytes, 0, 4, 0);
    return bytes.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
