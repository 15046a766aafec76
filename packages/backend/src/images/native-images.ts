import { addOn, type AddOn } from '../add-on';
import { eagerBackend } from '../kernels/eager';
import { tensorflowThreads } from '../process-facts';

/** The number of threads for a thread without a backend of its own. */
let borrowed: number | undefined;

/**
 * For a thread without a backend of its own, in a process with native TensorFlow: allows the add-on's image functions and
 * sets how many threads they may use.
 */
export function useNativeImages(threads: number): void {
  borrowed = threads;
}

/**
 * The image functions of our add-on, also on a GPU. Undefined where native TensorFlow isn't running, since loading the
 * add-on would load it.
 */
export function nativeImages(): Required<AddOn> | undefined {
  if (borrowed === undefined && eagerBackend() === undefined) return undefined;
  const own = addOn();
  return own?.crop && own.decodeJpeg ? (own as Required<AddOn>) : undefined;
}

/** The number of threads for images. */
const imageThreads = (): number => borrowed ?? tensorflowThreads();

/** The number of threads for images during a training step: one, or all of TensorFlow's where the step runs on a GPU. */
export const imageThreadsBesideStep = (): number => (eagerBackend()?.isUsingGpuDevice ? tensorflowThreads() : 1);

/** Boxes of images and how they are resampled; the layout is that of packages/backend/ops/crops.cc. */
export interface Crops {
  /** The bytes of each image: rows of interleaved channels. */
  readonly images: readonly Uint8Array[];
  /** Ten numbers per image: row length, channels, box, and where its weights are. */
  readonly boxes: Int32Array;
  /** Starts, counts and weights of the resampled axes. */
  readonly taps: Int32Array;
  /** The value of each byte of each channel, [3, 256]. */
  readonly table: Float32Array;
  /** Edge of the output in pixels. */
  readonly size: number;
}

/** Fewer are not worth a thread. */
const minImagesPerThread = 32;

/**
 * The crops, [N, size, size, 3], made on other threads: nothing given may change until they are there. Throws where our
 * add-on isn't loaded, and where a box or its weights reach outside.
 */
export async function nativeCrops({ images, boxes, taps, table, size }: Crops): Promise<Float32Array<ArrayBuffer>> {
  const native = nativeImages();
  if (!native) throw new Error('crops need our own add-on');
  const out = new Float32Array(images.length * size * size * 3);
  const threads = Math.min(imageThreads(), Math.ceil(images.length / minImagesPerThread));
  await native.crop(images, boxes, taps, table, size, out, threads);
  return out;
}

/** The size of an image according to the header of its JPEG file. */
export interface JpegShape {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/**
 * The pixels of a grey or RGB JPEG file, [height, width, components], decoded on another thread by TensorFlow's
 * libjpeg-turbo: byte for byte as Pillow and sharp decode it. Undefined where the add-on is missing, and for every
 * corrupt file: another decoder then reports what is wrong with it.
 */
export async function nativeJpeg(bytes: Uint8Array, shape: JpegShape): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { width, height, components } = shape;
  const native = nativeImages();
  if (!native || (components !== 1 && components !== 3) || !endsWhole(bytes)) return undefined;
  const pixels = new Uint8Array(width * height * components);
  return (await native.decodeJpeg(bytes, pixels, width, height, components)) ? pixels : undefined;
}

/** Ends with EOI; for a file without it TensorFlow's libjpeg-turbo prints a line. */
const endsWhole = (bytes: Uint8Array): boolean => bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
