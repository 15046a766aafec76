import type { RawImage } from '@alignclip/core';

/** RGBA bytes with the colours times alpha / 255, rounded (Pillow's `rgbA` conversion). */
export function premultiply(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = Uint8Array.from(data);
  for (let i = 0; i < out.length; i += 4) {
    const alpha = out[i + 3]!;
    for (let c = i; c < i + 3; c += 1) {
      const product = out[c]! * alpha + 128;
      out[c] = ((product >> 8) + product) >> 8;
    }
  }
  return out;
}

/** Undoes `premultiply` in place: floor(255 * colour / alpha), clipped; left alone at alpha 0 and 255. */
export function unpremultiply(data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = i; c < i + 3; c += 1) {
      const colour = ((255 * data[c]!) / alpha) | 0;
      data[c] = colour > 255 ? 255 : colour;
    }
  }
  return data;
}

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
