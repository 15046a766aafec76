import { loadCustomOps, nativeCrops } from '@alignclip/backend';
import type { Picture, Tensor4D } from '@alignclip/core';
import { bicubicTaps } from './bicubic-taps';
import type { Box } from './box';
import { channelsOf } from './resize';

/** A box of a picture. */
export interface Crop {
  readonly picture: Picture;
  readonly box: Box;
}

/** Whether our own operation is loaded and made for these pictures: RGB and grey ones. */
export const areCroppable = (pictures: readonly Picture[]): boolean =>
  loadCustomOps() && pictures.every(({ mode }) => mode === 'RGB' || mode === 'L');

/**
 * Boxes of croppable pictures, resized to size × size, byte for byte as `resize` does, and looked up in `table` [3, 256].
 * [N, size, size, 3]
 */
export function cropBatch(crops: readonly Crop[], size: number, table: Float32Array): Tensor4D {
  const weights = new Weights(size);
  const places = placesOf(crops);
  const boxes = crops.flatMap(({ picture, box: { left, top, width, height } }, i) => [
    ...[places[i]!, picture.width, channelsOf[picture.mode], left, top, width, height],
    ...[...weights.of(width), ...weights.of(height)],
  ]);
  return nativeCrops({
    pixels: packed(crops, places),
    boxes: Int32Array.from(boxes),
    taps: weights.all(),
    table,
    size,
  });
}

/** Where each picture begins, and after the last where all end. */
function placesOf(crops: readonly Crop[]): number[] {
  const places = [0];
  for (const { picture } of crops) places.push(places.at(-1)! + picture.data.length);
  return places;
}

/** Kept for the next batch: the operation has its own copy when it ends. */
let scratch = new Uint8Array(0);

/** All bytes, up to a multiple of four. */
function packed(crops: readonly Crop[], places: readonly number[]): Uint8Array<ArrayBuffer> {
  const length = Math.ceil(places.at(-1)! / 4) * 4;
  if (scratch.length < length) scratch = new Uint8Array(length);
  const bytes = scratch.subarray(0, length);
  crops.forEach(({ picture }, i) => bytes.set(picture.data, places[i]));
  return bytes;
}

/** The weights of all axes, each length once. */
class Weights {
  private readonly places = new Map<number, readonly [place: number, most: number]>();
  private readonly parts: Int32Array[] = [];
  private length = 0;

  constructor(private readonly size: number) {}

  /** Where those of an axis of `from` pixels lie, and how many there are an output. */
  of(from: number): readonly [place: number, most: number] {
    const known = this.places.get(from);
    if (known) return known;
    const { starts, counts, weights, width } = bicubicTaps(from, this.size);
    const place = [this.length, width] as const;
    for (const part of [starts, counts, weights]) {
      this.parts.push(part);
      this.length += part.length;
    }
    this.places.set(from, place);
    return place;
  }

  all(): Int32Array {
    const joined = new Int32Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
