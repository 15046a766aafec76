import { groupsOf } from './groups-of';

describe('groupsOf', () => {
  it('fills one range after the other', () => {
    expect(groupsOf([3, 4, 3, 1, 9], 10)).toEqual([
      [0, 3],
      [3, 5],
    ]);
  });

  it('leaves what is too large alone', () => {
    expect(groupsOf([11, 1, 12, 13], 10)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('gives none for nothing', () => {
    expect(groupsOf([], 10)).toEqual([]);
  });
});
