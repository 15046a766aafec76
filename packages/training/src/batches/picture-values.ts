import type { ImageTransform, Picture, Random } from '@alignclip/core';

/** What a transform makes of pictures, each with its own random stream: [N, size, size, 3]. */
export function pictureValues(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  return transform.applyAll?.(pictures, randoms) ?? oneByOne(transform, pictures, randoms);
}

function oneByOne(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  const length = transform.size ** 2 * 3;
  const values = new Float32Array(pictures.length * length);
  pictures.forEach((picture, i) => transform.apply(picture, randoms[i], values, i * length));
  return values;
}
