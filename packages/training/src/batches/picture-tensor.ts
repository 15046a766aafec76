import { tf } from '@alignclip/backend';
import type { ImageTransform, Picture, Random, Tensor4D } from '@alignclip/core';

/** What a transform makes of pictures, each with its own random stream: [N, size, size, 3]. */
export function pictureTensor(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Tensor4D {
  return transform.applyAll?.(pictures, randoms) ?? oneByOne(transform, pictures, randoms);
}

function oneByOne(
  transform: ImageTransform,
  pictures: readonly Picture[],
  randoms: readonly (Random | undefined)[],
): Tensor4D {
  const { size } = transform;
  const length = size * size * 3;
  const pixels = new Float32Array(pictures.length * length);
  pictures.forEach((picture, i) => transform.apply(picture, randoms[i], pixels, i * length));
  return tf.tensor4d(pixels, [pictures.length, size, size, 3]);
}
