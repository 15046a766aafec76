import { UserError } from '@alignclip/core';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Opens a file to read. Throws UserError where there is none. Never waits, for example for somebody to write into a pipe. */
export async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(`cannot read "${path}": ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
    },
  );
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new UserError(`cannot read "${path}": not a file`);
}
