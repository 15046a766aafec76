import { random } from '@alignclip/core';
import { gaussianBlur } from './gaussian-blur';

const size = 9;
const image = () => {
  const chance = random('blur');
  return Float32Array.from({ length: size * size * 3 }, () => chance.uniform());
};
const mirror = (at: number) => (at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at);

/** The double sum over a square window with the weights of a Gaussian in the plane. */
function direct(rgb: Float32Array, sigma: number): number[] {
  const radius = Math.min(size - 1, Math.ceil(4 * sigma));
  const window = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius);
  return Array.from(rgb, (_, at) => {
    const [y, x, c] = [Math.floor(at / (3 * size)), Math.floor(at / 3) % size, at % 3];
    let [sum, total] = [0, 0];
    for (const dy of window) {
      for (const dx of window) {
        const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
        sum += weight * rgb[(mirror(y + dy) * size + mirror(x + dx)) * 3 + c]!;
        total += weight;
      }
    }
    return sum / total;
  });
}

describe('gaussianBlur', () => {
  it.each([0.02, 0.6, 1.7, 5])('is the two-dimensional convolution at σ = %d', (sigma) => {
    const rgb = image();
    const want = direct(rgb, sigma);
    gaussianBlur(rgb, size, sigma);
    want.forEach((value, i) => expect(rgb[i]).toBeCloseTo(value, 5));
  });

  it('leaves an even image even', () => {
    const rgb = new Float32Array(size * size * 3).fill(0.3);
    gaussianBlur(rgb, size, 2);
    for (const value of rgb) expect(value).toBeCloseTo(0.3, 6);
  });
});
