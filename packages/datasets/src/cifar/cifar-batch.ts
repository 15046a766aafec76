import type { Picture } from '@alignclip/core';

export const edge = 32;
/** All red values of a picture, then green, then blue. */
export const pictureBytes = 3 * edge * edge;

/** Pictures and labels of a file. */
export interface CifarBatch {
  readonly fine: ArrayLike<number>;
  readonly coarse?: ArrayLike<number>;
  readonly count: number;
  /** The values of picture i, [3, 32, 32]. */
  planes(index: number): Uint8Array;
}

export function pictureOf(planes: Uint8Array): Picture {
  const pixels = edge * edge;
  const data = new Uint8Array(pictureBytes);
  for (let i = 0; i < pixels; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) data[i * 3 + channel] = planes[channel * pixels + i]!;
  }
  return { width: edge, height: edge, mode: 'RGB', data };
}
