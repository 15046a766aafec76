/** Weights of red, green and blue in the grey of a colour (ITU-R 601-2, as Pillow and torchvision). */
const greyOf = (rgb: Float32Array, at: number): number =>
  0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** Every function works in place on RGB in [0, 1], [pixels * 3], and leaves it there; factor 1 and shift 0 change nothing. */
export type ColourChange = (rgb: Float32Array, amount: number) => void;

/** factor · colour */
export const brighten: ColourChange = (rgb, factor) => {
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = clip(factor * rgb[i]!);
};

/** factor · colour + (1 − factor) · mean grey of the image */
export const contrast: ColourChange = (rgb, factor) => {
  let sum = 0;
  for (let i = 0; i < rgb.length; i += 3) sum += greyOf(rgb, i);
  const mean = sum / (rgb.length / 3);
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = clip(factor * rgb[i]! + (1 - factor) * mean);
};

/** factor · colour + (1 − factor) · its grey; 0 makes a grey image. */
export const saturate: ColourChange = (rgb, factor) => {
  for (let i = 0; i < rgb.length; i += 3) {
    const grey = greyOf(rgb, i);
    for (let c = i; c < i + 3; c += 1) rgb[c] = clip(factor * rgb[c]! + (1 - factor) * grey);
  }
};

/** Turns the hue of HSV by a share of the full circle. */
export const turnHue: ColourChange = (rgb, turns) => {
  for (let i = 0; i < rgb.length; i += 3) {
    const [red, green, blue] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
    const high = Math.max(red, green, blue);
    const range = high - Math.min(red, green, blue);
    const hue = 6 * turns + hueOf(red, green, blue, high, range);
    for (let c = 0; c < 3; c += 1) rgb[i + c] = high - range * clip(descent((((5 - 2 * c + hue) % 6) + 6) % 6));
  }
};

/** In sixths of the circle, red at 0. */
function hueOf(red: number, green: number, blue: number, high: number, range: number): number {
  if (range === 0) return 0;
  if (high === red) return (green - blue) / range;
  return high === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
}

/** How far a channel lies below the brightest one, as a share of the range, at a sixth k of the circle. */
const descent = (k: number): number => Math.min(k, 4 - k);
