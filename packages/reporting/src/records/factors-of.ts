import type { RunRecord } from '@alignclip/core';

/** Values by path of the grid point that a run is; none where it is of no grid. */
export const factorsOf = (
  run: RunRecord & { readonly factors?: Readonly<Record<string, unknown>> | undefined },
): Readonly<Record<string, unknown>> => run.factors ?? {};
