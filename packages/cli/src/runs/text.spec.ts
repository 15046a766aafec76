import { aligned, sizeText, timeText } from './text';

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

describe('sizeText', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [2.34e9, '2.3 GB'],
    [5e15, '5000.0 TB'],
  ])('writes %d as %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe('timeText', () => {
  it.each([
    [7.6, '8 s'],
    [59.7, '1 min 0 s'],
    [252, '4 min 12 s'],
    [7530, '2 h 5 min'],
  ])('writes %d s as %s', (seconds, text) => expect(timeText(seconds)).toBe(text));
});
