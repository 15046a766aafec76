import { z } from 'zod';

const factors: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Megabytes, or a number with K, M, G or T. */
export const memorySize = z.string().regex(/^[1-9]\d*[KMGT]?$/, 'megabytes, or a number with K, M, G or T, like "8G"');

/** Of a `memorySize`. */
export function bytesOf(size: string): number {
  const unit = /[KMGT]$/.exec(size)?.[0] ?? 'M';
  return Number.parseInt(size, 10) * factors[unit]!;
}

/** `1.5 GB` */
export const inGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
