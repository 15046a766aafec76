import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** A path in the cache outside the clone: ALIGNCLIP_CACHE where it is set, ~/.cache/alignclip otherwise. */
export const cacheFolder = (...parts: readonly string[]): string =>
  join(resolve(process.env['ALIGNCLIP_CACHE'] || join(homedir(), '.cache', 'alignclip')), ...parts);
