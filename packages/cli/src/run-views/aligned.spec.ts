import { aligned } from './aligned';

describe('aligned', () => {
  it('puts columns below each other, left or right', () => {
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
