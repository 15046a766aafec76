import { contentHash, type RunRecord } from '@alignclip/core';
import { madeRecord as anyRecord } from '@alignclip/experiment/testing';

/** A record of a cell that never ran, with one score. */
export const madeRecord = (variant: string, seed: number, distance: number): RunRecord =>
  anyRecord({
    key: contentHash([variant, seed]),
    variant,
    seed,
    seconds: { train: 10, evaluate: 1.4 },
    parameters: { total: 1000, shared: 0, image: 600, text: 400 },
    curves: {},
    scores: { 'gap/test/centroid-distance': distance },
  });
