import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * A path in the folder of downloads and builds that every clone shares: `ALIGNCLIP_CACHE`, or `~/.cache/alignclip`.
 * @param {...string} parts
 */
export function cacheFolder(...parts) {
  return join(resolve(process.env['ALIGNCLIP_CACHE'] || join(homedir(), '.cache', 'alignclip')), ...parts);
}
