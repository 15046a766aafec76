import { describeWhere, itWhere } from '@alignclip/core/testing';
import { selectBackend } from '../select-backend';
import { hasAddOn, noAddOn } from '../testing';
import { nativeCrops, nativeImages } from './native-images';

beforeAll(() => selectBackend());

/** Two grey pixels above each other, resampled to one that is their sum. */
const grey = {
  images: [Uint8Array.of(7, 9)],
  boxes: Int32Array.of(1, 1, 0, 0, 1, 2, 0, 1, 3, 2),
  taps: Int32Array.of(0, 1, 1 << 22, 0, 2, 1 << 22, 1 << 22),
  table: Float32Array.from({ length: 768 }, (_, i) => i),
  size: 1,
};

const native = () => nativeImages() !== undefined;

describe('nativeCrops', () => {
  it('resamples by the weights and looks values up by channel', async () => {
    if (native()) expect([...(await nativeCrops(grey))]).toEqual([16, 256 + 16, 512 + 16]);
    else await expect(nativeCrops(grey)).rejects.toThrow(/add-on/);
  });

  itWhere(hasAddOn(), noAddOn, 'gives the same numbers on several threads', async () => {
    const many = 100;
    const images = Array.from({ length: many }, (_, i) => Uint8Array.of(i, 1));
    const boxes = Int32Array.from(images.flatMap(() => [...grey.boxes]));
    const values = await nativeCrops({ ...grey, images, boxes });
    expect([...values.filter((_, i) => i % 3 === 0)]).toEqual(images.map((_, i) => i + 1));
  });

  const refused = [
    ['row length', 0, 0],
    ['channels', 1, 2],
    ['left', 2, 1],
    ['top', 3, -1],
    ['width', 4, 2],
    ['height', 5, 3],
    ['place of weights', 6, 5],
    ['number of weights', 7, 9],
    ['place of weights', 8, -1],
    ['number of weights', 9, 1],
  ] as const;

  describeWhere(hasAddOn(), noAddOn, 'refuses a box', () => {
    it.each(refused)('whose %s (number %d) is %d', async (_, place, wrong) => {
      const boxes = grey.boxes.map((value, i) => (i === place ? wrong : value));
      await expect(nativeCrops({ ...grey, boxes })).rejects.toThrow(/outside/);
    });
  });

  itWhere(hasAddOn(), noAddOn, 'refuses arrays of other lengths', async () => {
    await expect(nativeCrops({ ...grey, boxes: grey.boxes.slice(1) })).rejects.toThrow('boxes must be [n, 10]');
    await expect(nativeCrops({ ...grey, table: grey.table.slice(1) })).rejects.toThrow('table [3, 256]');
    await expect(nativeCrops({ ...grey, size: 0 })).rejects.toThrow('out must be');
  });
});
