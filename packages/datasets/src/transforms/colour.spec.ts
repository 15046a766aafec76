import { brighten, contrast, saturate, turnHue, type ColourChange } from './colour';

const colours = [
  [0.9, 0.1, 0.3],
  [0.2, 0.7, 0.4],
  [0.5, 0.5, 0.5],
  [0.1, 0.2, 0.95],
  [1, 1, 0],
  [0, 0, 0],
];
const changed = (change: ColourChange, amount: number, image = colours) => {
  const rgb = Float32Array.from(image.flat());
  change(rgb, amount);
  return image.map((_, i) => [...rgb.subarray(3 * i, 3 * i + 3)]);
};
const grey = ([r, g, b]: number[]) => 0.299 * r! + 0.587 * g! + 0.114 * b!;
const clip = (value: number) => Math.min(1, Math.max(0, value));
const expectClose = (got: number[][], want: number[][]) =>
  want.flat().forEach((value, i) => expect(got.flat()[i]).toBeCloseTo(value, 5));

describe.each([
  ['brighten', brighten, 1],
  ['contrast', contrast, 1],
  ['saturate', saturate, 1],
  ['turnHue', turnHue, 0],
  ['turnHue', turnHue, 1],
])('%s', (_name, change, nothing) => {
  it(`changes nothing at ${nothing}`, () => expectClose(changed(change, nothing), colours));
});

describe('brighten', () => {
  it('is a product, clipped', () =>
    expectClose(
      changed(brighten, 1.4),
      colours.map((colour) => colour.map((value) => clip(1.4 * value))),
    ));
});

describe('contrast', () => {
  it('moves away from the mean grey', () => {
    const mean = colours.reduce((sum, colour) => sum + grey(colour), 0) / colours.length;
    expectClose(
      changed(contrast, 0.6),
      colours.map((colour) => colour.map((value) => clip(mean + 0.6 * (value - mean)))),
    );
  });
});

describe('saturate', () => {
  it('makes a grey image at 0', () =>
    expectClose(
      changed(saturate, 0),
      colours.map((colour) => Array<number>(3).fill(grey(colour))),
    ));
});

describe('turnHue', () => {
  it('takes red to green to blue by thirds, and leaves grey alone', () => {
    expectClose(changed(turnHue, 1 / 3, [[1, 0, 0]]), [[0, 1, 0]]);
    expectClose(changed(turnHue, -1 / 3, [[1, 0, 0]]), [[0, 0, 1]]);
    expectClose(changed(turnHue, 0.1, [[0.5, 0.5, 0.5]]), [[0.5, 0.5, 0.5]]);
    expectClose(changed(turnHue, 1 / 3, [[0.9, 0.1, 0.3]]), [[0.3, 0.9, 0.1]]);
  });

  /** Python 3.11: colorsys.hsv_to_rgb((h + 0.07) % 1, s, v) of each colour's rgb_to_hsv. */
  it('agrees with colorsys', () =>
    expectClose(changed(turnHue, 0.07), [
      [0.9, 0.236, 0.1],
      [0.2, 0.7, 0.61],
      [0.5, 0.5, 0.5],
      [0.357, 0.1, 0.95],
      [0.58, 1, 0],
      [0, 0, 0],
    ]));
});
