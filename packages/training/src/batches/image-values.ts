import type { ImageTransform, RawImage, Random } from '@alignclip/core';

/** What a transform makes of images, each with its own random stream: [N, size, size, 3]. */
export function imageValues(
  transform: ImageTransform,
  images: readonly RawImage[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  return transform.applyAll?.(images, randoms) ?? oneByOne(transform, images, randoms);
}

function oneByOne(
  transform: ImageTransform,
  images: readonly RawImage[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  const length = transform.size ** 2 * 3;
  const values = new Float32Array(images.length * length);
  images.forEach((image, i) => transform.apply(image, randoms[i], values, i * length));
  return values;
}
