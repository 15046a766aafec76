import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnCorruption } from './describe-corrupt-reader';

/** Changes the value in a JSON file. */
export const changed =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type of the value
  <T>(file: string, change: (value: T) => void): OwnCorruption['damage'] =>
    (folder) => {
      const path = join(folder, file);
      const value = JSON.parse(readFileSync(path, 'utf8')) as T;
      change(value);
      writeFileSync(path, JSON.stringify(value));
    };

/** What can be wrong with any JSON file that should be an object with a list of that name. */
export const corruptJson = (file: string, list: string): Record<string, OwnCorruption> => {
  const written =
    (text: string | Uint8Array): OwnCorruption['damage'] =>
    (folder) =>
      writeFileSync(join(folder, file), text);
  return {
    'a list instead of an object': {
      damage: written('[]'),
      outcome: 'error',
      message: new RegExp(`no list "${list}"`),
    },
    null: { damage: written('null'), outcome: 'error', message: new RegExp(`no list "${list}"`) },
    'a text instead of the list': {
      damage: changed(file, (value: Record<string, unknown>) => (value[list] = 'x')),
      outcome: 'error',
    },
    'an empty list': {
      damage: changed(file, (value: Record<string, unknown>) => (value[list] = [])),
      outcome: 'error',
    },
    'a million brackets': { damage: written('['.repeat(1_000_000)), outcome: 'error', message: /not valid JSON/ },
    'text that is not UTF-8': {
      damage: written(Buffer.from('{"x": "\xff"}', 'latin1')),
      outcome: 'error',
      message: /not UTF-8/,
    },
    'numbers, null and lists among the entries': {
      damage: changed(file, (value: Record<string, unknown[]>) => value[list]!.push(1, null, [])),
      outcome: { read: 4, skipped: 3 },
    },
  };
};
