import type { Tensor4D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { int } from './eager';

/** Boxes of pictures and how they are resampled; the layout is that of packages/backend/ops/crops.cc. */
export interface Crops {
  /** Rows of interleaved bytes, a picture after the other; a multiple of four of them. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Eleven numbers a picture: offset, row length, channels, box, and where its weights are. */
  readonly boxes: Int32Array;
  /** Starts, counts and weights of the resampled axes. */
  readonly taps: Int32Array;
  /** What each byte of each channel becomes, [3, 256]. */
  readonly table: Float32Array;
  /** Edge of the output in pixels. */
  readonly size: number;
}

const numbers = 11;

/** [N, size, size, 3]. Throws where our own operations aren't loaded, and where a box or its weights reach outside. */
export function nativeCrops({ pixels, boxes, taps, table, size }: Crops): Tensor4D {
  const native = customOps();
  if (!native) throw new Error('crops need the operations of our own');
  return tf.tidy(() => {
    const words = new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
    const inputs = [
      tf.tensor1d(words, 'int32'),
      tf.tensor2d(boxes, [boxes.length / numbers, numbers], 'int32'),
      tf.tensor1d(taps, 'int32'),
      tf.tensor1d(table),
    ];
    return native.executeSingleOutput('AlignclipCrops', [int('size', size)], inputs) as Tensor4D;
  });
}
