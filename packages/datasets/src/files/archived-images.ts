import { stat, type FileHandle } from 'node:fs/promises';
import { posix } from 'node:path';
import { UserError } from '@alignclip/core';
import { openFile, openZip } from '@alignclip/formats';
import { CorruptError } from '../corrupt';
import { checkImageSize } from '../images/image-file';
import type { ImageStore } from './folder-images';
import { openBytes } from './forward-bytes';
import { NameHints } from './similar-name';
import { fileTypes, walkTar } from './walk-tar';

/** Reads members of a tar file in any order, by their offsets. Throws UserError where the file is not a complete tar file. */
export async function tarImages(path: string): Promise<ImageStore['read']> {
  const members = await placesIn(path);
  const withHandle = sharedHandle(path);
  return async (name) => {
    const { offset, size } = await members.find(name);
    checkImageSize(size);
    return withHandle(async (handle) => {
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await handle.read(bytes, 0, size, offset);
      if (bytesRead < size) throw new CorruptError(`${path} ends early`);
      return bytes;
    });
  };
}

/** Opens the file for its first user and closes it after the last one: reads that overlap share a handle. */
function sharedHandle(path: string) {
  let open: Promise<FileHandle> | undefined;
  let users = 0;
  return async <T>(use: (handle: FileHandle) => Promise<T>): Promise<T> => {
    users += 1;
    const handle = (open ??= openFile(path));
    try {
      return await use(await handle);
    } finally {
      users -= 1;
      if (users === 0) {
        open = undefined;
        await handle.then(
          (opened) => opened.close(),
          () => undefined,
        );
      }
    }
  };
}

async function placesIn(path: string): Promise<NamedMembers<{ offset: number; size: number }>> {
  const members = new NamedMembers<{ offset: number; size: number }>(path);
  const bytes = await openBytes(path);
  try {
    for await (const { type, name, offset, size } of walkTar(bytes)) {
      if (fileTypes.has(type)) members.add(name, { offset, size });
    }
  } catch (error) {
    if (error instanceof CorruptError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
  if (members.size === 0) throw new UserError(`${path} has no file in it`);
  return members;
}

/** Reads members of a zip file in any order; the file stays open. Throws UserError where it is not a valid zip file. */
export async function zipImages(path: string): Promise<ImageStore['read']> {
  const zip = await openZip(path, (await stat(path)).size);
  const members = new NamedMembers<string>(path);
  for (const name of zip.names) if (!name.endsWith('/')) members.add(name, name);
  return async (name) => {
    const member = await members.find(name);
    const size = zip.sizeOf(member) ?? 0;
    checkImageSize(size);
    try {
      return await zip.read(member);
    } catch (error) {
      if (error instanceof UserError) throw new CorruptError(error.message);
      throw error;
    }
  };
}

/** Members of an archive by name; a file name without its folder is enough where only one member has it. */
class NamedMembers<T> {
  private readonly exact = new Map<string, T>();
  private readonly byBase = new Map<string, T | 'several'>();
  private readonly hints = new NameHints();

  constructor(private readonly archive: string) {}

  /** The last of several members with the same name counts, as when the archive is unpacked. */
  add(name: string, member: T): void {
    const path = posix.normalize(name);
    const base = posix.basename(path);
    this.byBase.set(base, this.byBase.has(base) && !this.exact.has(path) ? 'several' : member);
    this.exact.set(path, member);
  }

  get size(): number {
    return this.exact.size;
  }

  /** Throws CorruptError where there is no such member, or several fit. */
  async find(name: string): Promise<T> {
    const path = posix.normalize(name);
    const member = this.exact.get(path) ?? (path.includes('/') ? undefined : this.byBase.get(path));
    if (member === undefined) {
      throw new CorruptError(
        `no such image in ${this.archive}${await this.hints.hint(path, () => [...this.exact.keys(), ...this.byBase.keys()])}`,
      );
    }
    if (member === 'several') throw new CorruptError(`several images have that name in folders of ${this.archive}`);
    return member;
  }
}
