import { tf } from '@alignclip/backend';
import type { ImageTransform, Picture, Random, Tensor4D } from '@alignclip/core';

/** What a transform makes of pictures, each with its own random stream: [N, size, size, 3]. */
export function pictureTensor(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Tensor4D {
  const { size } = transform;
  const values = transform.applyAll?.(pictures, randoms) ?? oneByOne(transform, pictures, randoms);
  return tf.tensor4d(values, [pictures.length, size, size, 3]);
}

function oneByOne(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  const length = transform.size ** 2 * 3;
  const pixels = new Float32Array(pictures.length * length);
  pictures.forEach((picture, i) => transform.apply(picture, randoms[i], pixels, i * length));
  return pixels;
}
