import type { Random } from '@alignclip/core';
import { roundHalfEven, type Box } from './box';

/** Bounds of a random crop: its share of the image's area, and width / height. */
export interface CropRange {
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
}

/**
 * A random box: area share uniform in `scale`, aspect log-uniform in `ratio`; after ten that do not fit, the largest
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

/** The largest central box whose width / height lies in `ratio`. */
export function centralCropBox(width: number, height: number, [low, high]: readonly [number, number]): Box {
  const across = width / height > high ? Math.max(1, roundHalfEven(height * high)) : width;
  const down = width / height < low ? Math.max(1, roundHalfEven(width / low)) : height;
  return { left: Math.floor((width - across) / 2), top: Math.floor((height - down) / 2), width: across, height: down };
}
