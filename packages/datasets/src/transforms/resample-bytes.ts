import { bicubicTaps, fractionBits } from './bicubic-taps';
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
 * The box, resampled to `width` × `height` in two passes, each rounded to bytes (`ImagingResample` of Pillow 13, 8 bits).
 * Horizontal first, unless the height loses more than twice the pixels that the width loses; earlier versions of
 * Pillow always start with the horizontal pass. Pixels outside the box have no influence.
 */
export function resampleBytes(pixels: Pixels, box: Box, width: number, height: number): Uint8Array<ArrayBuffer> {
  const verticalFirst = box.height > height && box.height - height > 2 * (box.width - width);
  if (!verticalFirst || box.width === width) return twoPasses(pixels, box, width, height);
  const data = twoPasses(pixels, box, box.width, height);
  const shortened = { left: 0, top: 0, width: box.width, height };
  return twoPasses({ ...shortened, channels: pixels.channels, data }, shortened, width, height);
}

/** Horizontal, then vertical; an axis that keeps its length keeps its bytes. */
function twoPasses(pixels: Pixels, box: Box, width: number, height: number): Uint8Array<ArrayBuffer> {
  const stride = width * pixels.channels;
  if (scratch.length < stride * box.height) scratch = new Uint8Array(stride * box.height);
  if (pixels.channels === 3) narrowColours(pixels, box, width, scratch);
  else narrow(pixels, box, width, scratch);
  return shorten(scratch, stride, box.height, height);
}

/** The horizontal pass of three channels; the loop over channels is unrolled, because this is the hot one. */
function narrowColours({ data, width: rowLength }: Pixels, box: Box, width: number, out: Uint8Array): void {
  const { starts, counts, weights, width: maxTaps } = bicubicTaps(box.width, width);
  for (let y = 0, at = 0; y < box.height; y += 1) {
    const row = ((box.top + y) * rowLength + box.left) * 3;
    for (let x = 0; x < width; x += 1, at += 3) {
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

function narrow({ data, channels, width: rowLength }: Pixels, box: Box, width: number, out: Uint8Array): void {
  const { starts, counts, weights, width: maxTaps } = bicubicTaps(box.width, width);
  for (let y = 0, at = 0; y < box.height; y += 1) {
    const row = ((box.top + y) * rowLength + box.left) * channels;
    for (let x = 0; x < width; x += 1) {
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

/** The vertical pass, four neighbours at a time: each weight is read once for all four. */
function shorten(rows: Uint8Array, stride: number, from: number, height: number): Uint8Array<ArrayBuffer> {
  const { starts, counts, weights, width: maxTaps } = bicubicTaps(from, height);
  const out = new Uint8Array(height * stride);
  const inFours = stride - (stride % 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    const first = y * maxTaps;
    const end = first + counts[y]!;
    const top = starts[y]! * stride;
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
    for (let x = inFours; x < stride; x += 1, at += 1) {
      let sum = half;
      for (let k = first, row = top + x; k < end; k += 1, row += stride) {
        sum = (sum + imul(rows[row]!, weights[k]!)) | 0;
      }
      out[at] = clip(sum);
    }
  }
  return out;
}
