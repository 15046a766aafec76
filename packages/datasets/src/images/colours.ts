import { channelsOf, type RawImage } from '@alignclip/core';

/** An image with a palette as RGB; any other as it is. */
export function inColours(image: RawImage): RawImage {
  const { width, height, data: indices, palette } = image;
  if (palette === undefined) return image;
  const data = new Uint8Array(indices.length * channelsOf.RGB);
  for (let from = 0, to = 0; from < indices.length; from += 1)
    for (let channel = 0; channel < 3; channel += 1) data[to++] = palette[3 * indices[from]! + channel]!;
  return { width, height, mode: 'RGB', data };
}
