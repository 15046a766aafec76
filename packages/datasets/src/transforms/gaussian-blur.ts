/**
 * Blurs RGB, [size, size, 3], in place by a Gaussian of `sigma` pixels, cut at 4 σ; the image is mirrored at its edges.
 */
export function gaussianBlur(rgb: Float32Array, size: number, sigma: number): void {
  const kernel = gaussian(sigma, Math.min(size - 1, Math.ceil(4 * sigma)));
  const half = new Float32Array(rgb.length);
  convolve(rgb, half, size, kernel, { along: 3, across: 3 * size });
  convolve(half, rgb, size, kernel, { along: 3 * size, across: 3 });
}

/** Weights at distance 0 … radius; those of both sides add up to 1. */
function gaussian(sigma: number, radius: number): Float64Array {
  const weights = Float64Array.from({ length: radius + 1 }, (_, x) => Math.exp(-(x * x) / (2 * sigma * sigma)));
  const total = 2 * weights.reduce((sum, weight) => sum + weight, 0) - weights[0]!;
  return weights.map((weight) => weight / total);
}

interface Strides {
  readonly along: number;
  readonly across: number;
}

function convolve(from: Float32Array, to: Float32Array, size: number, kernel: Float64Array, strides: Strides): void {
  const { along, across } = strides;
  for (let line = 0; line < size; line += 1) {
    for (let at = 0; at < size; at += 1) {
      for (let c = line * across; c < line * across + 3; c += 1) {
        let sum = kernel[0]! * from[c + at * along]!;
        for (let x = 1; x < kernel.length; x += 1) {
          const [before, after] = [mirrored(at - x, size), mirrored(at + x, size)];
          sum += kernel[x]! * (from[c + before * along]! + from[c + after * along]!);
        }
        to[c + at * along] = sum;
      }
    }
  }
}

/** Mirrored at the outer pixels, which are not repeated. */
function mirrored(at: number, size: number): number {
  const inside = Math.abs(at);
  return inside < size ? inside : 2 * (size - 1) - inside;
}
