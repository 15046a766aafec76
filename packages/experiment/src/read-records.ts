import type { RunRecord } from '@alignclip/core';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from './read-record';

export interface ReadRecords {
  readonly records: RunRecord[];
  /** `path: what is wrong`, a line for each file that can't be used. */
  readonly problems: string[];
}

/** Every `.json` of a folder as a record, in the order of the names. Of two files with one key the first counts. */
export function readRecords(folder: string): ReadRecords {
  const byKey = new Map<string, { readonly path: string; readonly record: RunRecord }>();
  const problems: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const path = join(folder, name);
    const read = readRecord(path);
    const known = 'problem' in read ? undefined : byKey.get(read.key);
    if ('problem' in read) problems.push(`${path}: ${read.problem}`);
    else if (known) problems.push(`${path}: has the key of ${known.path}, which counts`);
    else byKey.set(read.key, { path, record: read });
  }
  return { records: [...byKey.values()].map(({ record }) => record), problems };
}
