import { channelsOf, UserError, type RawImage } from '@alignclip/core';
import type { Outputs } from './bicubic-taps';
import type { Box } from './box';
import { premultiply, unpremultiply } from './alpha';
import { resampleBytes, type Pixels } from './resample-bytes';

/**
 * The image, or a box of it, at another size, in its own mode: bit for bit what Pillow 13's `crop` and
 * `resize(…, BICUBIC)` give. Bicubic with antialias; RGBA with premultiplied alpha; palette indices by nearest
 * neighbour. An image already of the wanted size is not resampled. Throws UserError for a box outside the image.
 */
export function resize(image: RawImage, width: number, height: number, box: Box = whole(image)): RawImage {
  checkBox(image, box);
  checkSize(width, height);
  return { ...image, width, height, data: resizedData(image, { width, height }, box, whole({ width, height })) };
}

/**
 * A part of the image at another size: the same bytes as `resize` and a crop, but only they are computed, so that the
 * whole may be of any size. Throws UserError for a part outside it.
 */
export function resizedPart(image: RawImage, width: number, height: number, part: Box): RawImage {
  checkBox({ width, height }, part);
  checkSize(part.width, part.height);
  const data = resizedData(image, { width, height }, whole(image), part);
  return { ...image, width: part.width, height: part.height, data };
}

type Size = Pick<RawImage, 'width' | 'height'>;

function resizedData(image: RawImage, { width, height }: Size, box: Box, part: Box): Uint8Array {
  const pixels = { ...image, channels: channelsOf[image.mode] };
  if (box.width === width && box.height === height) {
    return cropped(pixels, { ...part, left: box.left + part.left, top: box.top + part.top });
  }
  if (image.mode === 'P') return nearest(pixels, box, { width, height }, part);
  if (image.mode !== 'RGBA') return resampleBytes(pixels, box, width, height, part);
  const data = premultiply(image.data);
  return unpremultiply(resampleBytes({ ...pixels, data }, box, width, height, part));
}

/** The pixels of a box; the image's own bytes where the box is all of it. */
function cropped({ data, width, height, channels }: RawImage & { channels: number }, box: Box): Uint8Array {
  if (box.width === width && box.height === height) return data;
  const stride = box.width * channels;
  const out = new Uint8Array(box.height * stride);
  for (let y = 0; y < box.height; y += 1) {
    const start = ((box.top + y) * width + box.left) * channels;
    out.set(data.subarray(start, start + stride), y * stride);
  }
  return out;
}

const whole = ({ width, height }: Size): Box => ({ left: 0, top: 0, width, height });

function checkBox({ width, height }: Size, box: Box): void {
  const inside = box.left >= 0 && box.top >= 0 && box.left + box.width <= width && box.top + box.height <= height;
  const { left, top, width: across, height: down } = box;
  if (inside && across > 0 && down > 0 && [left, top, across, down].every(Number.isInteger)) return;
  throw new UserError(
    `box ${across} × ${down} at (${left}, ${top}) does not lie within an image of ${width} × ${height} pixels`,
  );
}

function checkSize(width: number, height: number): void {
  if (![width, height].every((edge) => Number.isInteger(edge) && edge > 0 && edge < 65_536)) {
    throw new UserError(`size ${width} × ${height} is not two whole numbers from 1 to 65,535`);
  }
}

/** Nearest neighbour for one byte per pixel; positions are summed as in Pillow's `ImagingScaleAffine`. */
function nearest({ data, width: rowLength }: Pixels, box: Box, size: Size, part: Box): Uint8Array<ArrayBuffer> {
  const columns = positions(box.width, size.width, { first: part.left, count: part.width });
  const rows = positions(box.height, size.height, { first: part.top, count: part.height });
  const out = new Uint8Array(part.width * part.height);
  for (let y = 0, at = 0; y < part.height; y += 1) {
    const row = (box.top + rows[y]!) * rowLength + box.left;
    for (let x = 0; x < part.width; x += 1, at += 1) out[at] = data[row + columns[x]!]!;
  }
  return out;
}

/** Sums of more steps than Pillow can make are not summed. */
const maxSummed = 2 ** 24;

function positions(from: number, to: number, { first, count }: Outputs): Int32Array {
  const step = from / to;
  const found = new Int32Array(count);
  const skipped = first > maxSummed ? first : 0;
  for (let i = skipped - first, at = step * (skipped + 0.5); i < count; i += 1, at += step) {
    if (i >= 0) found[i] = Math.min(from - 1, Math.trunc(at));
  }
  return found;
}
