import { counted, settingTexts, sizeText, timeText } from './words';

describe('counted', () => {
  it.each([
    [1, '1 seed'],
    [0, '0 seeds'],
    [1024, '1,024 seeds'],
  ])('writes %d as %s', (count, text) => expect(counted(count, 'seed')).toBe(text));
});

describe('sizeText', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 kB'],
    [1500, '1.5 kB'],
    [999_960, '1.0 MB'],
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

describe('settingTexts', () => {
  it('writes a value by path in a line, and nothing of none', () => {
    expect(settingTexts({ 'trainer.steps': 9, 'sharing.parts': ['mlp'] })).toEqual([
      'trainer.steps = 9',
      'sharing.parts = ["mlp"]',
    ]);
    expect(settingTexts(undefined)).toEqual([]);
  });
});
