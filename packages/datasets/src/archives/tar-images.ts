import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { DamageError } from '../stored/stored-example';
import { NamedMembers } from './named-members';
import { openBytes } from './open-bytes';
import { checkImageSize, type ImageStore } from './image-store';
import { walkTar } from './walk-tar';

/** Reads members of a tar file in any order; where each one lies is found first. Throws UserError where it is no whole tar file. */
export async function tarImages(path: string): Promise<ImageStore['read']> {
  const members = await placesIn(path);
  return async (name) => {
    const { offset, size } = members.find(name);
    checkImageSize(size);
    const handle = await openFile(path);
    try {
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await handle.read(bytes, 0, size, offset);
      if (bytesRead < size) throw new DamageError(`${path} ends early`);
      return bytes;
    } finally {
      await handle.close();
    }
  };
}

async function placesIn(path: string): Promise<NamedMembers<{ offset: number; size: number }>> {
  const members = new NamedMembers<{ offset: number; size: number }>(path);
  const bytes = await openBytes(path);
  try {
    for await (const { type, name, offset, size } of walkTar(bytes)) {
      if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile') members.add(name, { offset, size });
    }
  } catch (error) {
    if (error instanceof DamageError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
  if (members.size === 0) throw new UserError(`${path}: no file in it`);
  return members;
}
