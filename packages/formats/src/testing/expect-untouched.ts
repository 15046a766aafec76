import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** More memory at the peak than before means that something declared was believed. */
const mostMegabytes = 150;

/** Expects of a reading that it changes nothing in a folder and takes no more memory than a sound file needs. */
export async function expectUntouched(folder: string, read: () => Promise<void>): Promise<void> {
  const before = contents(folder);
  const peak = process.resourceUsage().maxRSS;
  await read();
  expect(process.resourceUsage().maxRSS - peak).toBeLessThan(mostMegabytes * 1024);
  expect(contents(folder)).toEqual(before);
}

/** Names and sizes of all that is in a folder. */
function contents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${lstatSync(path, { throwIfNoEntry: false })?.size}`)
    .sort();
}
