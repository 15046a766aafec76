import { aligned } from './lines';

describe('aligned', () => {
  it('aligns columns, left or right', () => {
    expect(
      aligned(
        [
          ['a', '1', 'x'],
          ['bbb', '22', ''],
        ],
        [1],
      ),
    ).toEqual(['a     1  x', 'bbb  22']);
  });
  it('takes no rows', () => expect(aligned([])).toEqual([]));
});
