import { random } from '@alignclip/core';
import { roundHalfEven, centralCropBox, randomCropBox } from './box';

const range = { scale: [0.9, 1], ratio: [3 / 4, 4 / 3] } as const;

describe('randomCropBox', () => {
  it('stays within the image, and within the ranges up to rounding', () => {
    const chance = random('boxes');
    for (let i = 0; i < 2000; i += 1) {
      const { left, top, width, height } = randomCropBox(64, 60, range, chance);
      expect(left >= 0 && top >= 0 && left + width <= 64 && top + height <= 60).toBe(true);
      expect((width * height) / (64 * 60)).toBeGreaterThan(0.88);
      expect(width / height).toBeGreaterThan(0.74);
      expect(width / height).toBeLessThan(1.35);
    }
  });

  it('reaches both ends of its positions', () => {
    const chance = random('ends');
    const boxes = Array.from({ length: 500 }, () => randomCropBox(32, 32, range, chance)).filter(
      ({ width }) => width < 32,
    );
    expect(boxes.some(({ left }) => left === 0)).toBe(true);
    expect(boxes.some(({ left, width }) => left + width === 32)).toBe(true);
  });

  it('falls back to the largest central box where no box of that area fits', () => {
    expect(randomCropBox(100, 10, range, random(0))).toEqual({ left: 43, top: 0, width: 13, height: 10 });
  });
});

describe('centralCropBox', () => {
  it('cuts only what the ratio asks for', () => {
    expect(centralCropBox(40, 40, range.ratio)).toEqual({ left: 0, top: 0, width: 40, height: 40 });
    expect(centralCropBox(30, 100, range.ratio)).toEqual({ left: 0, top: 30, width: 30, height: 40 });
  });
});

describe('roundHalfEven', () => {
  it('rounds halves to the even neighbour and the rest to the nearest', () => {
    expect([0.5, 1.5, 2.5, 8.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 8, 2, 3]);
  });
});
