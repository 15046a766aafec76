import { type Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { stackRows } from '../matrix/rows';
import { counts, nearest } from './neighbours';

/** How unevenly rows are found: N_k(x) is how often x is among the k nearest rows of the queries. */
export interface Hubness {
  /** [rows] */
  readonly counts: Uint32Array;
  /** E(N − N̄)³ / σ³ (Radovanović et al. 2010): 0 where hubs and anti-hubs balance. NaN where all counts are equal. */
  readonly skewness: number;
  /** Share of the rows that nobody finds. */
  readonly antihubs: number;
  /** Share of all hits that go to the 1 % of the rows (at least one) that are found most. */
  readonly topHubs: number;
}

/** Images ask for texts, texts for images, and every row for all others. */
export interface Hubs {
  readonly text: Hubness;
  readonly image: Hubness;
  readonly union: Hubness;
}

/** Throws UserError on different widths and fewer than k rows to find. */
export function hubness(image: Matrix, text: Matrix, { k = 10 } = {}): Hubs {
  checkSameWidth(image, text);
  const all = stackRows([image, text]);
  return {
    text: hubnessOf(counts(nearest(image, text, k), text.rows)),
    image: hubnessOf(counts(nearest(text, image, k), image.rows)),
    union: hubnessOf(counts(nearest(all, all, k), all.rows)),
  };
}

export function hubnessOf(found: Uint32Array): Hubness {
  const { length } = found;
  const hits = found.reduce((sum, value) => sum + value, 0);
  const mean = hits / length;
  const moment = (power: number) => found.reduce((sum, value) => sum + (value - mean) ** power, 0) / length;
  const top = [...found].sort((a, b) => b - a).slice(0, Math.max(1, Math.floor(length / 100)));
  return {
    counts: found,
    skewness: moment(3) / moment(2) ** 1.5,
    antihubs: found.filter((value) => value === 0).length / length,
    topHubs: top.reduce((sum, value) => sum + value, 0) / hits,
  };
}
