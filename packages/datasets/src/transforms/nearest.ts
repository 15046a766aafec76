import type { Box } from './box';
import type { Pixels } from './resample-bytes';

/** Nearest neighbour for one byte a pixel, with the positions summed up as Pillow's `ImagingScaleAffine` does. */
export function nearest(
  { data, width: rowLength }: Pixels,
  box: Box,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const columns = positions(box.width, width);
  const rows = positions(box.height, height);
  const out = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (box.top + rows[y]!) * rowLength + box.left;
    for (let x = 0; x < width; x += 1, at += 1) out[at] = data[row + columns[x]!]!;
  }
  return out;
}

function positions(from: number, to: number): Int32Array {
  const step = from / to;
  const found = new Int32Array(to);
  for (let i = 0, at = step * 0.5; i < to; i += 1, at += step) found[i] = Math.min(from - 1, Math.trunc(at));
  return found;
}
