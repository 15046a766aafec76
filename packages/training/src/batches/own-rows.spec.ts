import { ownTokens } from './own-rows';

describe('ownTokens', () => {
  it('gives each worker its rows, as long as the longest of all', () => {
    const all = { rows: 4, columns: 2, ids: Int32Array.of(1, 2, 3, 0, 4, 0, 5, 0) };
    expect(ownTokens(all)).toBe(all);
    expect(ownTokens(all, { rank: 1, size: 2 })).toEqual({ rows: 2, columns: 2, ids: Int32Array.of(4, 0, 5, 0) });
  });
});
