import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

/** Bytes that processes of this machine may use together: all of it, or what a container is limited to. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** The most bytes of memory that a process has held so far; undefined where it has ended and where there is no /proc. */
export function peakMemory(pid: number | 'self'): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
