import type { Curves } from '@alignclip/core';

/** One point of each curve of a folder. */
export interface CurveRow {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The curves by the `step` that they are of: those of training under '', those of a probe under `<name>/`. */
export function curveGroups(curves: Curves): Map<string, string[]> {
  const folders = Object.keys(curves).flatMap((key) => /^(|.*\/)step$/.exec(key)?.[1] ?? []);
  const groups = new Map(folders.map((folder): [string, string[]] => [folder, []]));
  for (const key of Object.keys(curves)) {
    const [nearest] = folders.filter((folder) => key.startsWith(folder)).sort((a, b) => b.length - a.length);
    if (nearest !== undefined && key !== `${nearest}step`) groups.get(nearest)!.push(key);
  }
  return groups;
}

/** The rows of a group from the `from`-th on. */
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
