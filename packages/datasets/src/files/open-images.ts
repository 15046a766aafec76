import { stat } from 'node:fs/promises';
import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { tarImages, zipImages } from './archived-images';
import { filesFingerprint } from './files-fingerprint';
import { folderImages, type ImageStore } from './folder-images';

/** Opens a folder, a zip file or a tar file. Throws UserError where the path is none of these. */
export async function openImages(path: string): Promise<ImageStore> {
  if (await isFolder(path)) return folderImages(path);
  const start = await firstBytes(path);
  if (start.startsWith('\x1f\x8b')) {
    throw new UserError(`"${path}" is gzipped, but images are read from it in any order; unpack it with gunzip first`);
  }
  const isZip = zipStarts.some((signature) => start.startsWith(signature));
  const read = isZip ? await zipImages(path) : await tarImages(path);
  let known: Promise<string> | undefined; // several splits share the file
  return { read, fingerprint: () => (known ??= filesFingerprint([path])) };
}

/** Of a first member, of an empty zip, and of one that could have had several parts; a tar file begins with a name. */
const zipStarts = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read "${path}": ${code === 'ENOENT' ? 'no such file or folder' : message}`);
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
