import type { Picture } from '@alignclip/core';

/** An RGB picture of RGBA bytes over white, rounded. */
export function composeOnWhite(width: number, height: number, rgba: Uint8Array): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    for (let c = 0; c < 3; c += 1, at += 1) data[at] = Math.round((rgba[i + c]! * alpha + 255 * (255 - alpha)) / 255);
  }
  return { width, height, mode: 'RGB', data };
}
