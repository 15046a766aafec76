import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What can happen to a file as a whole. */
export const damagedFiles: Readonly<Record<string, (path: string) => void>> = {
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
