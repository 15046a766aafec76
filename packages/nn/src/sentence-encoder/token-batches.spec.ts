import { tokenBatches } from './token-batches';

describe('tokenBatches', () => {
  const rows = [[1, 2, 3], [4], [5, 6, 7], [8], [9, 9, 9]];

  it('groups rows of equal length, shortest first', () => {
    const batches = [...tokenBatches(rows, 100)].map(({ indices, length, ids }) => [indices, length, [...ids]]);
    expect(batches).toEqual([
      [[1, 3], 1, [4, 8]],
      [[0, 2, 4], 3, [1, 2, 3, 5, 6, 7, 9, 9, 9]],
    ]);
  });

  it('keeps to the number of tokens, but takes at least one row', () => {
    const sizes = (most: number) => [...tokenBatches(rows, most)].map(({ indices }) => indices.length);
    expect(sizes(6)).toEqual([2, 2, 1]);
    expect(sizes(1)).toEqual([1, 1, 1, 1, 1]);
  });
});
