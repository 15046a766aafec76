import type { RunRecord } from '@alignclip/core';

/** Values by path of the grid point that a run is; none where it is of no grid. */
export const factorsOf = (run: RunRecord): Readonly<Record<string, unknown>> => run.factors ?? {};
