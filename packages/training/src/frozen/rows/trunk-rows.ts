import { tf } from '@alignclip/backend';
import type { ImageEncoder, ImageTransform, RawImage, Tensor2D, TextEncoder, Tokenizer } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { FeatureRows, type FeatureSource } from '../feature-rows';

/** Where rows are kept. */
export type RowOptions = Pick<FeatureSource<never>, 'store' | 'remembers'>;

/** One image at a time: what convolutions compute for a row may depend on the others of its batch. */
export function imageRows(tower: ImageEncoder, transform: ImageTransform, options: RowOptions): FeatureRows<RawImage> {
  const { size } = transform;
  const pixels = new Float32Array(size * size * 3);
  const compute = (image: RawImage): Float32Array => {
    transform.apply(image, undefined, pixels, 0);
    return rowOf(() => tower.features!(tf.tensor4d(pixels.slice(), [1, size, size, 3])));
  };
  return new FeatureRows<RawImage>({
    what: 'image features',
    width: tower.featureWidth!,
    keyOf: imageKey,
    compute: (images) => images.map(compute),
    ...options,
  });
}

/** By token ids; one text at a time, without padding, where a tower's rows depend on the others of their batch. */
export function textRows(tower: TextEncoder, tokenizer: Tokenizer, options: RowOptions): FeatureRows<string> {
  const width = tower.featureWidth!;
  const compute = (texts: readonly string[]): Float32Array[] => {
    const { ids, rows, columns } = tokenizer.encode(texts);
    const values = rowOf(() => tower.features!(tf.tensor2d(ids, [rows, columns], 'int32')));
    return texts.map((_, i) => values.slice(i * width, (i + 1) * width));
  };
  return new FeatureRows<string>({
    what: 'caption features',
    width,
    keyOf: tokenKeys(tokenizer),
    compute: (texts) => (tower.independentRows ? compute(texts) : texts.flatMap((text) => compute([text]))),
    ...options,
  });
}

const rowOf = (features: () => Tensor2D): Float32Array =>
  tf.tidy(() => Float32Array.from(features().dataSync<'float32'>()));

/** The token ids of a text. */
export function tokenKeys(tokenizer: Tokenizer): (text: string) => string {
  const keys = new Map<string, string>();
  return (text) => {
    const key = keys.get(text) ?? tokenizer.encode([text]).ids.join(' ');
    keys.set(text, key);
    return key;
  };
}

/** Hash of a decoded image. */
export const imageKey = ({ width, height, mode, data, palette }: RawImage): string =>
  createHash('sha256')
    .update(`${width} ${height} ${mode} ${palette?.length ?? 0}\n`)
    .update(palette ?? '')
    .update(data)
    .digest('hex');
