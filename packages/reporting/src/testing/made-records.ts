import { contentHash, type RunRecord } from '@alignclip/core';

/** A record with only what tables read. */
export const madeRecord = (
  variant: string,
  seed: number,
  scores: Readonly<Record<string, number>>,
  change: Partial<RunRecord> = {},
): RunRecord => ({
  schema: 1,
  key: contentHash([variant, seed, scores]),
  experiment: 'made',
  variant,
  seed,
  profile: 'default',
  config: {},
  provenance: { code: 'c', data: 'd', git: 'f', versions: { node: '20' }, backend: 'wasm (cpu)', host: 'h' },
  startedAt: '2025-01-01T00:00:00.000Z',
  seconds: { train: 0, evaluate: 0 },
  parameters: { total: 0, shared: 0, image: 0, text: 0 },
  curves: {},
  scores,
  intervals: {},
  details: {},
  ...change,
});

/** One record for each value, seeds from 0. */
export const madeRecords = (variant: string, score: string, values: readonly number[]): RunRecord[] =>
  values.map((value, seed) => madeRecord(variant, seed, { [score]: value }));
