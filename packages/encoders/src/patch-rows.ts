import { tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';

/** Images [N, S, S, 3] to one row a patch, [N * (S/p)², p * p * 3]: patches row by row, values by row, column, channel. */
export function patchRows(images: Tensor4D, patch: number): Tensor2D {
  const [batch, size, , channels] = images.shape;
  const grid = size / patch;
  const cut = tf.reshape(images, [batch, grid, patch, grid, patch * channels]);
  return tf.reshape(tf.transpose(cut, [0, 1, 3, 2, 4]), [batch * grid * grid, patch * patch * channels]);
}
