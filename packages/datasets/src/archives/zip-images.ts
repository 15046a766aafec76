import { stat } from 'node:fs/promises';
import { UserError } from '@alignclip/core';
import { openZip } from '@alignclip/formats';
import { DamageError } from '../stored/stored-example';
import { NamedMembers } from './named-members';
import { checkImageSize, type ImageStore } from './image-store';

/** Reads members of a zip file in any order; it stays open. Throws UserError where it is no sound zip file. */
export async function zipImages(path: string): Promise<ImageStore['read']> {
  const zip = await openZip(path, (await stat(path)).size);
  const members = new NamedMembers<string>(path);
  for (const name of zip.names) if (!name.endsWith('/')) members.add(name, name);
  return async (name) => {
    const member = members.find(name);
    const size = zip.sizeOf(member) ?? 0;
    checkImageSize(size);
    try {
      return await zip.read(member);
    } catch (error) {
      if (error instanceof UserError) throw new DamageError(error.message);
      throw error;
    }
  };
}
