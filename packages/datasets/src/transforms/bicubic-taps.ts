/** The weights of one axis of a resampling: output i of those asked for sums `counts[i]` inputs from `starts[i]` on. */
export interface Taps {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Output i's weights start at i * width; 22 fractional bits. */
  readonly weights: Int32Array;
  readonly width: number;
}

/** Fractional bits of a weight: 32 - 8 bits of a pixel - 2 of head room. */
export const fractionBits = 22;

/** Outputs `first` to `first + count - 1` of an axis. */
export interface Outputs {
  readonly first: number;
  readonly count: number;
}

const cached = new Map<number | string, Taps>();
/** The maximum number of weights that are kept: 64 MiB. */
const maxKept = 2 ** 24;
let kept = 0;

/**
 * Antialiased bicubic weights (a = -0.5) from `from` to `to` pixels, as Pillow's `precompute_coeffs` and
 * `normalize_coeffs_8bpc` (src/libImaging/Resample.c); of some outputs only, if they are given. Kept for the next time.
 */
export function bicubicTaps(from: number, to: number, outputs: Outputs = { first: 0, count: to }): Taps {
  const { first, count } = outputs;
  const key = count === to && to < 65_536 ? from * 65_536 + to : `${from} ${to} ${first} ${count}`;
  const known = cached.get(key);
  if (known !== undefined) return known;
  const taps = computeTaps(from, to, outputs);
  kept += taps.weights.length;
  if (kept > maxKept) {
    cached.clear();
    kept = taps.weights.length;
  }
  cached.set(key, taps);
  return taps;
}

function computeTaps(from: number, to: number, { first, count: outputs }: Outputs): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = 2 * stretch;
  const width = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(outputs);
  const counts = new Int32Array(outputs);
  const weights = new Int32Array(outputs * width);
  const row = new Float64Array(width);
  for (let i = 0; i < outputs; i += 1) {
    const center = (first + i + 0.5) * scale;
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
