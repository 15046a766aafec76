import type { ClassSet } from '@alignclip/core';
import type { Part } from './stored-example';

/** What a reader finds in its files; `StoredDataset` makes a data set of it. */
export interface StoredSource {
  /** The reader's type. */
  readonly name: string;
  readonly splits: readonly string[];
  readonly classSets: readonly ClassSet[];
  /** The parts of a split, in a fixed order. */
  parts(split: string): readonly Part[];
  /** The captions of every sound item of a split, or more; absent where reading them all would be too much. */
  captions?(split: string): Iterable<readonly string[]>;
  /** What changes whenever the files may have changed. */
  fingerprint(): Promise<string>;
}
