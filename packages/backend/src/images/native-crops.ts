import { nativeImages, imageThreads } from './native-images';

/** Boxes of images and how they are resampled; the layout is that of packages/backend/ops/crops.cc. */
export interface Crops {
  /** Rows of interleaved bytes, of each image. */
  readonly images: readonly Uint8Array[];
  /** Ten numbers an image: row length, channels, box, and where its weights are. */
  readonly boxes: Int32Array;
  /** Starts, counts and weights of the resampled axes. */
  readonly taps: Int32Array;
  /** What each byte of each channel becomes, [3, 256]. */
  readonly table: Float32Array;
  /** Edge of the output in pixels. */
  readonly size: number;
}

/** Fewer aren't worth a thread. */
const leastOfThread = 32;

/** [N, size, size, 3]. Throws where our add-on isn't loaded, and where a box or its weights reach outside. */
export function nativeCrops({ images, boxes, taps, table, size }: Crops): Float32Array<ArrayBuffer> {
  const native = nativeImages();
  if (!native) throw new Error('crops need the add-on of our own');
  const out = new Float32Array(images.length * size * size * 3);
  const threads = Math.min(imageThreads(), Math.ceil(images.length / leastOfThread));
  native.crop(images, boxes, taps, table, size, out, threads);
  return out;
}
