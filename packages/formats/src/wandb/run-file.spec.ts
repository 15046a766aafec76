import { sha256 } from '@alignclip/core';
import { logFile, wandbRunFile } from './run-file';

const run = {
  ...{
    id: 'abc',
    project: 'tiny',
    name: 'CLIP seed 0',
    group: 'CLIP',
    host: 'here',
    start: 1_700_000_000_250,
    seconds: 2.5,
  },
  config: { seed: 0, dataset: { type: 'shapes', options: { note: 'ä\n' } } },
  history: [
    { step: 0, values: { 'train/L': 0, 'a.b': -0.5 } },
    { step: 2 ** 40, values: { 'train/L': 1e-7 } },
  ],
  summary: { 'train/L': 1e-7, 'scores/R@1': 1 / 3 },
};

/** SHA-256 of the bytes that `DataStore` of the Python package wandb 0.28.2 writes for the same records. */
const official = '497cb36da8cc91592533d147233635a84f7b88c31229e31e825a2ba568b0fe60';
const officialLong = 'c8a06de12d944b7883b23667eac80db4df3a75b0be2d74c93ab2a9d3a0e446a8';

describe('wandbRunFile', () => {
  it('writes the bytes that the official classes write', () => expect(sha256(wandbRunFile(run))).toBe(official));

  it('writes records of several blocks as they do', () => {
    const long = wandbRunFile({ ...run, config: { text: 'x'.repeat(100_000) } });
    expect(long.length).toBeGreaterThan(3 * 32_768);
    expect(sha256(long)).toBe(officialLong);
  });
});

describe('logFile', () => {
  it('fills the end of a block where no header fits, and begins a record where one just does', () => {
    const first = 32_768 - 7 - 7;
    const sizes = [7, 6, 1, 0].map((left) => {
      const bytes = logFile([Buffer.alloc(first - left, 1), Buffer.from('ab')]);
      return [bytes.length - 32_768, bytes.subarray(32_768 - left, 32_768).toString('hex')];
    });
    expect(sizes).toEqual([
      [9, expect.stringMatching(/^.{8}000002$/)], // an empty first piece
      [9, '000000000000'],
      [9, '00'],
      [9, ''],
    ]);
  });
});
