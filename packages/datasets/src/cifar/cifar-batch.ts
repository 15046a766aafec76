import type { RawImage } from '@alignclip/core';

export const edge = 32;
/** All red values of an image, then green, then blue. */
export const imageBytes = 3 * edge * edge;

/** Images and labels of a file. */
export interface CifarBatch {
  readonly fine: ArrayLike<number>;
  readonly coarse?: ArrayLike<number>;
  readonly count: number;
  /** The values of image i, [3, 32, 32]. */
  planes(index: number): Uint8Array;
}

export function imageOf(planes: Uint8Array): RawImage {
  const pixels = edge * edge;
  const data = new Uint8Array(imageBytes);
  for (let i = 0; i < pixels; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) data[i * 3 + channel] = planes[channel * pixels + i]!;
  }
  return { width: edge, height: edge, mode: 'RGB', data };
}
