import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Everything that can be wrong with a file as a whole, by name. */
export const corruptFiles: Readonly<Record<string, (path: string) => void>> = {
  'a missing file': (path) => rmSync(path, { recursive: true }),
  'a folder instead of the file': (path) => {
    rmSync(path, { recursive: true });
    mkdirSync(path);
  },
  'a named pipe that nobody writes into': (path) => {
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', [path]);
  },
  'a link that leads to itself': (path) => {
    rmSync(path, { recursive: true });
    symlinkSync(path, path);
  },
  'an empty file': (path) => writeFileSync(path, ''),
  'zero bytes': (path) => writeFileSync(path, Buffer.alloc(20_000)),
  'noise of another kind': (path) => writeFileSync(path, Buffer.from('#!/bin/sh\nexit 1\n'.repeat(200))),
  'the first half': (path) => cut(path, 0.5),
  'the first hundredth': (path) => cut(path, 0.01),
  'gzipped twice': (path) => writeFileSync(path, gzipSync(gzipSync(readFileSync(path)))),
  'a gzip file of noise': (path) =>
    writeFileSync(path, Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(500, 7)])),
  'a gzip file that unpacks to 200 MB': (path) => writeFileSync(path, gzipSync(Buffer.alloc(200_000_000))),
};

function cut(path: string, share: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
}

/** A higher peak of memory means that a declared size was believed. */
const maxMegabytes = 150;

/** Expects that `read` changes nothing in a folder and needs no more memory than for a valid file. */
export async function expectUntouched(folder: string, read: () => Promise<void>): Promise<void> {
  const before = contents(folder);
  const peak = process.resourceUsage().maxRSS;
  await read();
  expect(process.resourceUsage().maxRSS - peak).toBeLessThan(maxMegabytes * 1024);
  expect(contents(folder)).toEqual(before);
}

/** Names and sizes of everything in a folder. */
function contents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${lstatSync(path, { throwIfNoEntry: false })?.size}`)
    .sort();
}
