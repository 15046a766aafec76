import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { z } from 'zod';

const factors: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Megabytes, or a number with K, M, G or T. */
export const memorySize = z.string().regex(/^[1-9]\d*[KMGT]?$/, 'megabytes, or a number with K, M, G or T, like "8G"');

/** The bytes of a `memorySize`. */
export function bytesOf(size: string): number {
  const unit = /[KMGT]$/.exec(size)?.[0] ?? 'M';
  return Number.parseInt(size, 10) * factors[unit]!;
}

/** Bytes that processes of this machine may use together: all of it, or the limit of the container. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** The maximum number of bytes that a process has held so far; undefined where it has ended or there is no /proc. */
export function peakMemory(pid: number | 'self'): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
