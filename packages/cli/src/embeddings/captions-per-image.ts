import { UserError } from '@alignclip/core';
import { wholeNumber } from '../whole-number';

/** k where there are k·N text rows for N image rows. Throws UserError on other counts, or another k than `wanted`. */
export function captionsPerImage(images: number, texts: number, wanted?: string): number {
  const k = wanted === undefined ? texts / images : wholeNumber('--captions-per-image', wanted, 1, 10_000);
  if (Number.isInteger(k) && k * images === texts) return k;
  const needed =
    wanted === undefined
      ? `${images}, or ${images} times the captions of an image`
      : `${k} × ${images} = ${k * images}`;
  throw new UserError(`${images} image rows and ${texts} text rows don't pair up: text rows must be ${needed}`);
}
