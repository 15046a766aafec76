import { basename } from 'node:path';
import { contentHash, type ClassSet } from '@alignclip/core';
import { filesFingerprint } from '../files/files-fingerprint';
import { filesBySplit, type FilesOption } from '../files/split-files';
import type { Part } from './part';

/** The content of a reader's files; `StoredDataset` makes a data set of it. */
export interface StoredSource {
  /** The reader's type. */
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: readonly ClassSet[];
  /** The parts of a split, in a fixed order. */
  parts(split: string): readonly Part[];
  /** The captions of every valid item of a split, or more; absent where these are too many to read before training. */
  readonly captions?: (split: string) => Iterable<readonly string[]>;
  /** A hash that changes whenever the files may have changed. */
  fingerprint(): Promise<string>;
}

/** A source with one part per file. */
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

/** Files by name without folder, where these names are distinct. */
function shortNames(paths: readonly string[]): (path: string) => string {
  const distinct = new Set(paths.map((path) => basename(path))).size === paths.length;
  return distinct ? (path) => basename(path) : (path) => path;
}
