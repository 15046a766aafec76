import { naming, UserError } from '@alignclip/core';
import { overrideAll } from './override';
import type { Registry } from './registry';
import { isGridPoint, type GridPoint, type RunConfig, type Variant } from './run-config';

export type NamedPoints = readonly (readonly [string, GridPoint])[];

/** Throws UserError where a variant can't take the points, or where they would replace what makes it this variant. */
export function checkPoints(
  variant: string,
  given: Variant,
  points: NamedPoints,
  base: RunConfig,
  registry: Registry,
): void {
  const { change, overrides: own } = isGridPoint(given) ? given : { change: given, overrides: {} };
  const config = overrideAll({ ...base, ...change }, own, registry);
  const set = [...Object.keys(change), ...Object.keys(own)];
  for (const [point, { overrides }] of points) {
    const path = Object.keys(overrides).find((one) => set.some((other) => `${other}.`.startsWith(`${one}.`)));
    if (path !== undefined)
      throw new UserError(`tune.grids, "${variant}": ${path} is what the variant itself sets: vary something else`);
    naming(`tune.grids, "${variant}", ${point}`, () => overrideAll(config, overrides, registry));
  }
}
