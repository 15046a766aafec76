import { nativeImages, selectBackend } from '@alignclip/backend';
import { hasAddOn, noAddOn } from '@alignclip/backend/testing';
import { channelsOf, random, type ImageEncoder, type RawImage } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { randomResizedCrop } from '../random-resized-crop';
import { areCroppable } from './crop-batch';

beforeAll(() => selectBackend());

const image = (width: number, height: number, mode: RawImage['mode'] = 'RGB'): RawImage => {
  const chance = random('image', width, height, mode);
  const data = Uint8Array.from({ length: width * height * channelsOf[mode] }, () => chance.integer(256));
  return { width, height, mode, data };
};

const sizes = [
  [64, 64],
  [32, 32],
  [31, 33],
  [300, 40],
  [40, 300],
  [5, 9],
  [201, 203],
] as const;
const images = [
  ...sizes.map(([width, height]) => image(width, height)),
  ...sizes.map(([width, height]) => image(width, height, 'L')),
];
const encoderOf = (size: number) => ({ size }) as ImageEncoder;
const streams = () => images.map((_, i) => random('crop', i));

describe('cropBatch', () => {
  it('is there where the add-on is', () => expect(areCroppable(images)).toBe(nativeImages() !== undefined));

  describeWhere(hasAddOn(), noAddOn, 'with the add-on', () => {
    it.each([1, 7, 16, 32, 50])('gives the same numbers as one image after the other, at size %d', async (size) => {
      for (const scale of [[0.9, 1] as const, [0.05, 1] as const]) {
        const transform = randomResizedCrop.make({ scale: [...scale], ratio: [3 / 4, 4 / 3] }, encoderOf(size));
        const [one, all] = [new Float32Array(images.length * size * size * 3), streams()];
        images.forEach((each, i) => transform.apply(each, random('crop', i), one, i * size * size * 3));
        const together = (await transform.applyAll!(images, all))!;
        expect(Buffer.from(together.buffer).equals(Buffer.from(one.buffer))).toBe(true);
      }
    });
  });

  it('leaves images with alpha or a palette to `apply`, without a random number drawn', () => {
    const transform = randomResizedCrop.make({ scale: [0.5, 1], ratio: [1, 1] }, encoderOf(8));
    const stream = random('crop');
    expect(transform.applyAll!([image(20, 20, 'RGBA')], [stream])).toBeUndefined();
    expect(transform.applyAll!([image(20, 20), image(20, 20, 'P')], [stream, stream])).toBeUndefined();
    expect(stream.uniform()).toBe(random('crop').uniform());
  });
});
