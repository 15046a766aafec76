import { contentHash, type RunRecord } from '@alignclip/core';

/** A valid record of a cell, made up for tests. */
export const madeRecord = (change: Partial<RunRecord> = {}): RunRecord => ({
  schema: 1,
  key: contentHash('made'),
  experiment: 'tiny',
  variant: 'CLIP',
  seed: 0,
  profile: 'quick',
  config: {},
  provenance: { code: '', data: '', git: '', versions: {}, backend: '', host: '' },
  startedAt: '2025-01-01T00:00:00.000Z',
  seconds: { train: 1, evaluate: 2 },
  parameters: { total: 0, shared: 0, image: 0, text: 0 },
  curves: { step: [1] },
  scores: { 'gap/test/alignment-score': 0.25 },
  intervals: {},
  details: {},
  ...change,
});
