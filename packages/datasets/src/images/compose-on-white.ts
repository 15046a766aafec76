import type { RawImage } from '@alignclip/core';

/** An RGB image of RGBA bytes over white, rounded. */
export function composeOnWhite(width: number, height: number, rgba: Uint8Array): RawImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    const white = 255 * (255 - alpha) + 127; // 127: rounds the division
    for (let c = 0; c < 3; c += 1, at += 1) data[at] = ((rgba[i + c]! * alpha + white) / 255) | 0;
  }
  return { width, height, mode: 'RGB', data };
}
