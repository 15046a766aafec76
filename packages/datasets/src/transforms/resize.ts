import { UserError, type Picture } from '@alignclip/core';
import type { Box } from './box';
import { nearest } from './nearest';
import { premultiply, unpremultiply } from './premultiply';
import { resampleBytes } from './resample-bytes';

export const channelsOf: Readonly<Record<Picture['mode'], number>> = { RGB: 3, RGBA: 4, L: 1, P: 1 };

/**
 * The picture, or a box of it, at another size, in its own mode: bit for bit what Pillow 13's `crop` and
 * `resize(…, BICUBIC)` give. Bicubic with antialias; RGBA with premultiplied alpha; palette indices by nearest
 * neighbour. A picture already of the wanted size is not resampled. Throws UserError for a box outside the picture.
 */
export function resize(picture: Picture, width: number, height: number, box: Box = whole(picture)): Picture {
  checkBox(picture, box);
  checkSize(width, height);
  return { ...picture, width, height, data: resizedData(picture, width, height, box) };
}

function resizedData(picture: Picture, width: number, height: number, box: Box): Uint8Array {
  const pixels = { ...picture, channels: channelsOf[picture.mode] };
  if (box.width === width && box.height === height) return cropped(pixels, box);
  if (picture.mode === 'P') return nearest(pixels, box, width, height);
  if (picture.mode !== 'RGBA') return resampleBytes(pixels, box, width, height);
  const data = premultiply(picture.data);
  return unpremultiply(resampleBytes({ ...pixels, data }, box, width, height));
}

/** The pixels of a box; the picture's own bytes where the box is all of it. */
function cropped({ data, width, height, channels }: Picture & { channels: number }, box: Box): Uint8Array {
  if (box.width === width && box.height === height) return data;
  const stride = box.width * channels;
  const out = new Uint8Array(box.height * stride);
  for (let y = 0; y < box.height; y += 1) {
    const start = ((box.top + y) * width + box.left) * channels;
    out.set(data.subarray(start, start + stride), y * stride);
  }
  return out;
}

const whole = ({ width, height }: Picture): Box => ({ left: 0, top: 0, width, height });

function checkBox({ width, height }: Picture, box: Box): void {
  const inside = box.left >= 0 && box.top >= 0 && box.left + box.width <= width && box.top + box.height <= height;
  const { left, top, width: across, height: down } = box;
  if (inside && across > 0 && down > 0 && [left, top, across, down].every(Number.isInteger)) return;
  throw new UserError(
    `box ${across} × ${down} at (${left}, ${top}) does not lie within a picture of ${width} × ${height} pixels`,
  );
}

function checkSize(width: number, height: number): void {
  if (![width, height].every((edge) => Number.isInteger(edge) && edge > 0 && edge < 65_536)) {
    throw new UserError(`size ${width} × ${height} is not two whole numbers from 1 to 65,535`);
  }
}
