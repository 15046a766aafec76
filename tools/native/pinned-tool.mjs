import { fillFolder } from '@alignclip/backend/native/atomic-folder.mjs';
import { cacheFolder } from '@alignclip/backend/native/cache-folder.mjs';
import { findPython } from '@alignclip/backend/native/python.mjs';
import { messageOf } from '@alignclip/backend/native/say.mjs';
import { damageIn } from '@alignclip/backend/native/verify.mjs';
import { requireIntact, unpackWheels } from '@alignclip/backend/native/wheels.mjs';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A program of the pinned version from the cache, downloaded from PyPI unless it is there; it is the one file that is kept.
 * @param {string} name
 * @param {import('@alignclip/backend/native/pinned.mjs').Tool} tool
 * @returns {Promise<{ path: string } | { problem: string }>}
 */
export async function pinnedTool(name, { version, 'linux-x64': download }) {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') return { problem: `none is pinned for ${platform}` };
  const folder = cacheFolder(name, version);
  const [file = ''] = Object.keys(download.files);
  try {
    if (!existsSync(folder) || (await damageIn(folder, download.files)) !== undefined) {
      const python = await findPython();
      await fillFolder(folder, async (temporary) => {
        await unpackWheels(python, download.wheels, temporary);
        await requireIntact(temporary, download.files);
        chmodSync(join(temporary, file), 0o755);
      });
    }
    return { path: join(folder, file) };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
