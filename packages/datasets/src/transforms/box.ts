import type { Random } from '@alignclip/core';

/** A rectangle of whole pixels within an image. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Rounds a half to the even neighbour, as Python does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The middle square; offsets round half to even, as torchvision's CenterCrop. `size` must not be greater than either edge. */
export const centralBox = (width: number, height: number, size: number): Box => ({
  left: roundHalfEven((width - size) / 2),
  top: roundHalfEven((height - size) / 2),
  width: size,
  height: size,
});

/** The ranges of a random crop: its share of the image's area, and its aspect ratio width / height. */
export interface CropRange {
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
}

/**
 * A random box: area share uniform in `scale`, aspect ratio log-uniform in `ratio`; after ten boxes that do not fit, the largest
 * central box within `ratio` (torchvision's `RandomResizedCrop.get_params`).
 */
export function randomCropBox(width: number, height: number, { scale, ratio }: CropRange, random: Random): Box {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const area = width * height * between(scale[0], scale[1]);
    const aspect = Math.exp(between(Math.log(ratio[0]), Math.log(ratio[1])));
    const across = roundHalfEven(Math.sqrt(area * aspect));
    const down = roundHalfEven(Math.sqrt(area / aspect));
    if (across < 1 || down < 1 || across > width || down > height) continue;
    const top = random.integer(height - down + 1);
    return { top, left: random.integer(width - across + 1), width: across, height: down };
  }
  return centralCropBox(width, height, ratio);
}

/** The largest central box with an aspect ratio within `ratio`. */
export function centralCropBox(width: number, height: number, [low, high]: readonly [number, number]): Box {
  const across = width / height > high ? Math.max(1, roundHalfEven(height * high)) : width;
  const down = width / height < low ? Math.max(1, roundHalfEven(width / low)) : height;
  return { left: Math.floor((width - across) / 2), top: Math.floor((height - down) / 2), width: across, height: down };
}
