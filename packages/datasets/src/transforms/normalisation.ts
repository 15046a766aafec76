import { channelsOf, clipNormalisation, type Normalisation, type RawImage } from '@alignclip/core';
import type { Box } from './box';

export { clipNormalisation, type Normalisation };

/** Writes a box of the image as normalised RGB floats; alpha is dropped, grey is repeated. */
export type Writer = (image: RawImage, box: Box, out: Float32Array, offset: number) => void;

/** (byte / 255 - mean) / std in 32-bit steps, as torchvision's ToTensor and Normalize: 256 values per channel. */
export function normalisationTables({ mean, std }: Normalisation): Float32Array[] {
  const { fround } = Math;
  return mean.map((m, c) =>
    Float32Array.from({ length: 256 }, (_, byte) => fround(fround(byte / 255) - fround(m)) / fround(std[c]!)),
  );
}

/** Looks each byte up in the tables of a normalisation. */
export function normaliser(normalisation: Normalisation = clipNormalisation): Writer {
  const tables = normalisationTables(normalisation);
  return (image, box, out, offset) => writePixels(image, box, tables, out, offset);
}

function writePixels(
  image: RawImage,
  box: Box,
  tables: readonly Float32Array[],
  out: Float32Array,
  offset: number,
): void {
  const [red, green, blue] = tables as [Float32Array, Float32Array, Float32Array];
  const colours = image.mode === 'P' ? fullPalette(image) : image.data;
  const pixelStride = channelsOf[image.mode];
  const isGrey = image.mode === 'L';
  let at = offset;
  for (let y = 0; y < box.height; y += 1) {
    let from = ((box.top + y) * image.width + box.left) * pixelStride;
    for (let x = 0; x < box.width; x += 1, from += pixelStride, at += 3) {
      const colour = image.mode === 'P' ? image.data[from]! * 3 : from;
      out[at] = red[colours[colour]!]!;
      out[at + 1] = green[colours[isGrey ? colour : colour + 1]!]!;
      out[at + 2] = blue[colours[isGrey ? colour : colour + 2]!]!;
    }
  }
}

/** 256 colours; those that are not in the file are black. */
function fullPalette({ palette = new Uint8Array(0) }: RawImage): Uint8Array {
  if (palette.length >= 768) return palette;
  const full = new Uint8Array(768);
  full.set(palette);
  return full;
}
