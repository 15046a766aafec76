import { bicubicTaps, fractionBits, type Taps } from './bicubic-taps';
import type { Box } from './box';

/** Rows of interleaved bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array; // [height * width * channels]
}

const { imul } = Math;
const half = 1 << (fractionBits - 1);
const clip = (sum: number): number => (sum < 0 ? 0 : sum > 255 << fractionBits ? 255 : sum >> fractionBits);

let scratch = new Uint8Array(0);

/**
 * A part of the box resampled to `width` × `height`, in two passes, each rounded to bytes (`ImagingResample` of Pillow 13,
 * 8 bits). Horizontal first, unless the height loses more than twice the pixels that the width loses; earlier versions of
 * Pillow always start with the horizontal pass. Pixels outside the box have no influence; only those that the part needs
 * are read.
 */
export function resampleBytes(
  { width: rowPixels, channels, data }: Pixels,
  box: Box,
  width: number,
  height: number,
  part: Box,
): Uint8Array<ArrayBuffer> {
  const across = bicubicTaps(box.width, width, { first: part.left, count: part.width });
  const down = bicubicTaps(box.height, height, { first: part.top, count: part.height });
  const [left, right] = needed(across);
  const [top, bottom] = needed(down);
  const start = ((box.top + top) * rowPixels + box.left + left) * channels;
  const source = { data, start, stride: rowPixels * channels };
  const verticalFirst = box.height > height && box.height - height > 2 * (box.width - width);
  if (verticalFirst) {
    const stride = (right - left) * channels;
    const shortened = shorten(source, stride, shifted(down, top));
    return narrowed({ data: shortened, start: 0, stride }, channels, part.height, shifted(across, left));
  }
  const stride = part.width * channels;
  const rows = bottom - top;
  if (scratch.length < stride * rows) scratch = new Uint8Array(stride * rows);
  narrow(source, channels, rows, shifted(across, left), scratch);
  return shorten({ data: scratch, start: 0, stride }, stride, shifted(down, top));
}

/** Bytes in rows, `stride` bytes from one row to the next. */
interface Rows {
  readonly data: Uint8Array;
  readonly start: number;
  readonly stride: number;
}

/** The first input that is summed, and the one after the last. */
const needed = ({ starts, counts }: Taps): readonly [first: number, end: number] => {
  const last = starts.length - 1;
  return [starts[0]!, starts[last]! + counts[last]!];
};

const shifted = (taps: Taps, by: number): Taps =>
  by === 0 ? taps : { ...taps, starts: taps.starts.map((start) => start - by) };

function narrowed(rows: Rows, channels: number, count: number, taps: Taps): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(taps.starts.length * channels * count);
  narrow(rows, channels, count, taps, out);
  return out;
}

/** The horizontal pass. */
function narrow(rows: Rows, channels: number, count: number, taps: Taps, out: Uint8Array): void {
  if (channels === 3) narrowColours(rows, count, taps, out);
  else narrowAny(rows, channels, count, taps, out);
}

/** The horizontal pass of three channels; the loop over channels is unrolled, because this is the hot one. */
function narrowColours({ data, start, stride }: Rows, count: number, taps: Taps, out: Uint8Array): void {
  const { starts, counts, weights, width: maxTaps } = taps;
  for (let y = 0, at = 0, row = start; y < count; y += 1, row += stride) {
    for (let x = 0; x < starts.length; x += 1, at += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let from = row + starts[x]! * 3;
      const first = x * maxTaps;
      const end = first + counts[x]!;
      for (let k = first; k < end; k += 1, from += 3) {
        const weight = weights[k]!;
        red = (red + imul(data[from]!, weight)) | 0;
        green = (green + imul(data[from + 1]!, weight)) | 0;
        blue = (blue + imul(data[from + 2]!, weight)) | 0;
      }
      out[at] = clip(red);
      out[at + 1] = clip(green);
      out[at + 2] = clip(blue);
    }
  }
}

function narrowAny({ data, start, stride }: Rows, channels: number, count: number, taps: Taps, out: Uint8Array): void {
  const { starts, counts, weights, width: maxTaps } = taps;
  for (let y = 0, at = 0, row = start; y < count; y += 1, row += stride) {
    for (let x = 0; x < starts.length; x += 1) {
      for (let c = 0; c < channels; c += 1, at += 1) {
        let sum = half;
        let from = row + starts[x]! * channels + c;
        for (let k = x * maxTaps, end = k + counts[x]!; k < end; k += 1, from += channels) {
          sum = (sum + imul(data[from]!, weights[k]!)) | 0;
        }
        out[at] = clip(sum);
      }
    }
  }
}

/** The vertical pass over `length` bytes of each row, four neighbours at a time: each weight is read once for all four. */
function shorten({ data: rows, start, stride }: Rows, length: number, taps: Taps): Uint8Array<ArrayBuffer> {
  const { starts, counts, weights, width: maxTaps } = taps;
  const out = new Uint8Array(starts.length * length);
  const inFours = length - (length % 4);
  for (let y = 0, at = 0; y < starts.length; y += 1) {
    const first = y * maxTaps;
    const end = first + counts[y]!;
    const top = start + starts[y]! * stride;
    for (let x = 0; x < inFours; x += 4, at += 4) {
      let a = half;
      let b = half;
      let c = half;
      let d = half;
      for (let k = first, row = top + x; k < end; k += 1, row += stride) {
        const weight = weights[k]!;
        a = (a + imul(rows[row]!, weight)) | 0;
        b = (b + imul(rows[row + 1]!, weight)) | 0;
        c = (c + imul(rows[row + 2]!, weight)) | 0;
        d = (d + imul(rows[row + 3]!, weight)) | 0;
      }
      out[at] = clip(a);
      out[at + 1] = clip(b);
      out[at + 2] = clip(c);
      out[at + 3] = clip(d);
    }
    for (let x = inFours; x < length; x += 1, at += 1) {
      let sum = half;
      for (let k = first, row = top + x; k < end; k += 1, row += stride) {
        sum = (sum + imul(rows[row]!, weights[k]!)) | 0;
      }
      out[at] = clip(sum);
    }
  }
  return out;
}
