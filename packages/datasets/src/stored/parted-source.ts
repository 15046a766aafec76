import { basename } from 'node:path';
import { contentHash, type ClassSet } from '@alignclip/core';
import { filesFingerprint } from './file-fingerprint';
import { filesBySplit, type FilesOption } from './split-files';
import type { Part } from './stored-example';
import type { StoredSource } from './stored-source';

/** Files that are a part each. */
export function partedSource(
  name: string,
  files: FilesOption,
  part: (path: string, name: string) => Part,
  classSets: readonly ClassSet[] = [],
): StoredSource {
  const splits = filesBySplit(files);
  return {
    name,
    splits: [...splits.keys()],
    classSets,
    parts: (split) => {
      const paths = splits.get(split)!;
      const nameOf = shortNames(paths);
      return paths.map((path) => part(path, nameOf(path)));
    },
    fingerprint: async () => {
      const own = await filesFingerprint([...splits.values()].flat());
      return classSets.length === 0 ? own : contentHash([own, classSets]);
    },
  };
}

/** Files by their names alone, where those tell them apart. */
function shortNames(paths: readonly string[]): (path: string) => string {
  const distinct = new Set(paths.map((path) => basename(path))).size === paths.length;
  return distinct ? (path) => basename(path) : (path) => path;
}
