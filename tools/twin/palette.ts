import { clipNormalisation, type Tensor } from '@alignclip/core';
import { float32Tensor, type StoredTensor } from '@alignclip/formats';

const { mean, std } = clipNormalisation;

/** The values that bytes have after normalisation, as they are met: images in a quarter of the bytes, no bit changed. */
export class Palette {
  private readonly values = new Float32Array(3 * 256).fill(NaN);

  /** [3, 256] */
  stored(): StoredTensor {
    return float32Tensor(
      [3, 256],
      this.values.map((value) => (Number.isNaN(value) ? 0 : value)),
    );
  }

  /** Images [N, S, S, 3] as bytes; as they are where they don't come from bytes. */
  tensor(images: Float32Array, shape: readonly number[]): StoredTensor {
    const bytes = new Uint8Array(images.length);
    for (let i = 0; i < images.length; i += 1) {
      const channel = i % 3;
      const byte = Math.round((images[i]! * std[channel]! + mean[channel]!) * 255);
      const at = channel * 256 + byte;
      if (byte < 0 || byte > 255 || !this.is(at, images[i]!)) return float32Tensor(shape, images);
      bytes[i] = byte;
    }
    return { dtype: 'U8', shape, data: bytes };
  }

  private is(at: number, value: number): boolean {
    if (Number.isNaN(this.values[at]!)) this.values[at] = value;
    return this.values[at] === value;
  }
}

export const imagesOf = (images: Tensor, palette: Palette): StoredTensor =>
  palette.tensor(images.dataSync<'float32'>(), images.shape);
