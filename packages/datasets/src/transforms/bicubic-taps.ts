/** The weights of one axis of a resampling: output i sums `counts[i]` inputs from `starts[i]` on. */
export interface Taps {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Output i's weights start at i * width; 22 fractional bits. */
  readonly weights: Int32Array;
  readonly width: number;
}

/** Fractional bits of a weight: 32 - 8 bits of a pixel - 2 of head room. */
export const fractionBits = 22;

const cached = new Map<number, Taps>();

/**
 * Antialiased bicubic weights (a = -0.5) from `from` to `to` pixels, as Pillow's `precompute_coeffs` and
 * `normalize_coeffs_8bpc` (src/libImaging/Resample.c). Computed once per pair of sizes.
 */
export function bicubicTaps(from: number, to: number): Taps {
  const key = from * 65_536 + to;
  let taps = cached.get(key);
  if (taps === undefined) cached.set(key, (taps = computeTaps(from, to)));
  return taps;
}

function computeTaps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = 2 * stretch;
  const width = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const counts = new Int32Array(to);
  const weights = new Int32Array(to * width);
  const row = new Float64Array(width);
  for (let i = 0; i < to; i += 1) {
    const center = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let k = 0; k < count; k += 1) sum += row[k] = bicubic((start + k - center + 0.5) * (1 / stretch));
    for (let k = 0; k < count; k += 1) weights[i * width + k] = fixedPoint(row[k]! / sum);
    starts[i] = start;
    counts[i] = count;
  }
  return { starts, counts, weights, width };
}

const fixedPoint = (weight: number) => Math.trunc(weight * (1 << fractionBits) + (weight < 0 ? -0.5 : 0.5));

function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}
