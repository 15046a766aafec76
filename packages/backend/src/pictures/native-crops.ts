import { nativePictures, pictureThreads } from './native-pictures';

/** Boxes of pictures and how they are resampled; the layout is that of packages/backend/ops/crops.cc. */
export interface Crops {
  /** Rows of interleaved bytes, of each picture. */
  readonly pictures: readonly Uint8Array[];
  /** Ten numbers a picture: row length, channels, box, and where its weights are. */
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
export function nativeCrops({ pictures, boxes, taps, table, size }: Crops): Float32Array<ArrayBuffer> {
  const native = nativePictures();
  if (!native) throw new Error('crops need the add-on of our own');
  const out = new Float32Array(pictures.length * size * size * 3);
  const threads = Math.min(pictureThreads(), Math.ceil(pictures.length / leastOfThread));
  native.crop(pictures, boxes, taps, table, size, out, threads);
  return out;
}
