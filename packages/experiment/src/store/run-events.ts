import type { Curves } from '@alignclip/core';
import { EventFile } from '@alignclip/formats';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** TensorBoard reads every file with `tfevents` in its name. */
export const eventFileName = 'events.out.tfevents.0.alignclip';

/**
 * What TensorBoard shows for one cell: `train/L`, `train/learning-rate`, a probe's curves under its name, and the scores
 * under `scores/` at the last step.
 */
export class RunEvents {
  private readonly file: EventFile;
  /** Number of rows written, by folder of the curves. */
  private readonly written = new Map<string, number>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = new EventFile(join(folder, eventFileName));
  }

  /** Writes what is new in the curves so far. */
  curves(curves: Curves): void {
    for (const [folder, keys] of curveGroups(curves)) {
      const rows = curveRows(curves, folder, keys, this.written.get(folder));
      for (const { step, values } of rows) this.file.add(step, folder === '' ? under('train/', values) : values);
      this.written.set(folder, (this.written.get(folder) ?? 0) + rows.length);
    }
  }

  scores(steps: number, scores: Readonly<Record<string, number>>): void {
    this.file.add(steps, under('scores/', scores));
  }
}

const under = (folder: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [folder + key, value]));

/** One point of each curve of a folder. */
export interface CurveRow {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The curves grouped by their `step` curve: those of training under '', those of a probe under `<name>/`. */
export function curveGroups(curves: Curves): Map<string, string[]> {
  const folders = Object.keys(curves).flatMap((key) => /^(|.*\/)step$/.exec(key)?.[1] ?? []);
  const groups = new Map(folders.map((folder): [string, string[]] => [folder, []]));
  for (const key of Object.keys(curves)) {
    const [nearest] = folders.filter((folder) => key.startsWith(folder)).sort((a, b) => b.length - a.length);
    if (nearest !== undefined && key !== `${nearest}step`) groups.get(nearest)!.push(key);
  }
  return groups;
}

/** The rows of a group from index `from` on. */
export function curveRows(curves: Curves, folder: string, keys: readonly string[], from = 0): CurveRow[] {
  return (curves[`${folder}step`] ?? []).slice(from).map((step, i) => ({
    step,
    values: Object.fromEntries(
      keys.flatMap((key) => {
        const value = curves[key]?.[from + i];
        return value === undefined ? [] : [[key, value]];
      }),
    ),
  }));
}
