import { contiguous, fits, rowMajor } from './strided';

describe('rowMajor', () => {
  it('gives the last dimension a stride of 1', () => {
    expect(rowMajor([2, 3, 4])).toEqual([12, 4, 1]);
    expect(rowMajor([])).toEqual([]);
  });
});

describe('fits', () => {
  const view = (offset: number, shape: number[], strides: number[]) => fits({ offset, shape, strides }, 6);

  it('accepts views up to the last number, broadcast and empty ones', () => {
    expect(view(0, [2, 3], [3, 1])).toBe(true);
    expect(view(5, [1000], [0])).toBe(true);
    expect(view(99, [0], [1])).toBe(true);
  });

  it('refuses views past the end, backwards or without numbers', () => {
    expect(view(1, [2, 3], [3, 1])).toBe(false);
    expect(view(5, [2], [-1])).toBe(false);
    expect(view(0, [2], [1, 1])).toBe(false);
    expect(view(0, [2 ** 40, 2 ** 40], [0, 0])).toBe(false);
    expect(view(NaN, [1], [1])).toBe(false);
    expect(view(0, new Array(65).fill(1), new Array(65).fill(1))).toBe(false);
  });
});

describe('contiguous', () => {
  const data = Float32Array.from({ length: 24 }, (_, index) => index);

  it('gives the array itself for a full view, a copy for a part', () => {
    expect(contiguous(data, { offset: 0, shape: [4, 6], strides: [6, 1] })).toBe(data);
    const part = contiguous(data, { offset: 6, shape: [6], strides: [1] });
    expect(part).toEqual(data.slice(6, 12));
    expect(part.buffer).not.toBe(data.buffer);
  });

  it('walks over any strides', () => {
    const view = { offset: 1, shape: [2, 3, 2], strides: [1, 8, 4] };
    const expected = [0, 1].flatMap((i) => [0, 1, 2].flatMap((j) => [0, 1].map((k) => 1 + i + 8 * j + 4 * k)));
    expect([...contiguous(data, view)]).toEqual(expected);
  });
});
