import type { JsonObject } from '@alignclip/core';

/** What the process of one cell is told; JSON, since it may run on another machine. */
export type CellTask = {
  /** The experiment file. */
  readonly file: string;
  readonly profile: string;
  /** Values by path, as given by `--set`. */
  readonly settings: JsonObject;
  readonly variant: string;
  readonly seed: number;
  /** The run folder. */
  readonly folder: string;
};
