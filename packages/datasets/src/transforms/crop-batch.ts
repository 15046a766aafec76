import { nativeCrops, nativeImages } from '@alignclip/backend';
import { channelsOf, type RawImage } from '@alignclip/core';
import { bicubicTaps } from './bicubic-taps';
import type { Box } from './box';

/** A box of an image. */
export interface Crop {
  readonly image: RawImage;
  readonly box: Box;
}

/** Whether our add-on is loaded and can crop these images (RGB and grey). */
export const areCroppable = (images: readonly RawImage[]): boolean =>
  nativeImages() !== undefined && images.every(({ mode }) => mode === 'RGB' || mode === 'L');

/** The numbers per box that `nativeCrops` reads. */
const numbersOfBox = 10;

/**
 * Boxes of croppable images, resized to size × size, byte for byte as `resize` does, and looked up in `table` [3, 256],
 * on other threads. [N, size, size, 3]
 */
export function cropBatch(
  crops: readonly Crop[],
  size: number,
  table: Float32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const weights = new Weights(size);
  const boxes = new Int32Array(crops.length * numbersOfBox);
  crops.forEach(({ image, box: { left, top, width, height } }, i) => {
    const [across, acrossTaps] = weights.of(width);
    const [down, downTaps] = weights.of(height);
    const channels = channelsOf[image.mode];
    boxes.set([image.width, channels, left, top, width, height, across, acrossTaps, down, downTaps], i * numbersOfBox);
  });
  return nativeCrops({
    images: crops.map(({ image }) => image.data),
    boxes,
    taps: weights.all(),
    table,
    size,
  });
}

/** The weights of all axes, each length stored once. */
class Weights {
  private readonly places = new Map<number, readonly [place: number, taps: number]>();
  private readonly parts: Int32Array[] = [];
  private length = 0;

  constructor(private readonly size: number) {}

  /** The place of the weights of an axis of `from` pixels, and their maximum number per output. */
  of(from: number): readonly [place: number, taps: number] {
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
