import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';

const largest = 16 * 2 ** 20;

/** The content of a small file; undefined where it is not there yet, too large, damaged or not by us. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return statSync(path).size > largest ? undefined : schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
