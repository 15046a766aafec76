import { nativeImages } from './native-images';

/** What the head of a JPEG file tells of its image. */
export interface JpegShape {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/**
 * The pixels of a grey or RGB JPEG file, [height, width, components], decoded on another thread by TensorFlow's
 * libjpeg-turbo: byte for byte what Pillow and sharp give. Undefined where that can't be had here, and for every file
 * that isn't whole and sound: then another decoder tells what is wrong with it.
 */
export async function nativeJpeg(bytes: Uint8Array, shape: JpegShape): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { width, height, components } = shape;
  const native = nativeImages();
  if (!native || (components !== 1 && components !== 3) || !endsWhole(bytes)) return undefined;
  const pixels = new Uint8Array(width * height * components);
  return (await native.decodeJpeg(bytes, pixels, width, height, components)) ? pixels : undefined;
}

/** With EOI. libjpeg-turbo in TensorFlow prints a line for a file without it. */
const endsWhole = (bytes: Uint8Array): boolean => bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
