import { remembered } from './remembered';

describe('remembered', () => {
  it('makes a row once, and not at all where it is known', () => {
    const made: string[] = [];
    const row = remembered(
      (text) => {
        made.push(text);
        return [text.length];
      },
      new Map([['known', [0]]]),
    );
    expect(['ab', 'known', 'ab', ''].map(row)).toEqual([[2], [0], [2], [0]]);
    expect(made).toEqual(['ab', '']);
  });

  it('keeps 50,000 rows at most', () => {
    let made = 0;
    const row = remembered(() => (made += 1));
    for (let i = 0; i < 50_000; i += 1) row(String(i));
    expect(row('0')).toBe(1);
    row('one more');
    expect(row('0')).toBe(50_002);
  });
});
