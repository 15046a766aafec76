import { contentHash, type RunRecord } from '@alignclip/core';

/** A record of a cell that never ran, with one score. */
export const madeRecord = (variant: string, seed: number, distance: number): RunRecord => ({
  schema: 1,
  key: contentHash([variant, seed]),
  experiment: 'tiny',
  variant,
  seed,
  profile: 'quick',
  config: {},
  provenance: { code: '', data: '', git: '', versions: {}, backend: '', host: '' },
  startedAt: '2025-01-01T00:00:00.000Z',
  seconds: { train: 10, evaluate: 1.4 },
  parameters: { total: 1000, shared: 0, image: 600, text: 400 },
  curves: {},
  scores: { 'gap/test/centroid-distance': distance },
  intervals: {},
  details: {},
});
