import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/** Up to this many values all sign patterns are counted. */
const mostCounted = 10;

/**
 * P(Σ ±dᵢ ≥ sum) over all 2ⁿ sign patterns: the p-value of the one-sided sign-flip test. Counted up to 10 values, beyond
 * that by the saddlepoint approximation of Lugannani and Rice, which Robinson (1982) applies to this test; its relative
 * error there is below 3 % (the spec compares them).
 */
export function signFlipTail(differences: Float64Array, sum: number): number {
  const most = differences.reduce((total, value) => total + Math.abs(value), 0);
  if (sum >= most * (1 - 1e-9)) return 1 / 2 ** differences.length;
  return differences.length <= mostCounted
    ? countedTail(differences, sum - 1e-12 * most)
    : saddlepointTail(differences, sum);
}

/** In the order of a Gray code, in which each pattern differs from the last in one sign. */
function countedTail(differences: Float64Array, sum: number): number {
  const signed = Float64Array.from(differences);
  let total = signed.reduce((all, value) => all + value, 0);
  const patterns = 2 ** signed.length;
  let hits = Number(total >= sum);
  for (let pattern = 1; pattern < patterns; pattern += 1) {
    const flipped = 31 - Math.clz32(pattern & -pattern);
    total -= 2 * signed[flipped]!;
    signed[flipped] = -signed[flipped]!;
    hits += Number(total >= sum);
  }
  return hits / patterns;
}

function saddlepointTail(differences: Float64Array, sum: number): number {
  if (sum < 0) return 1 - saddlepointTail(differences, -sum);
  const angle = saddlepoint(differences, sum);
  let [logs, variance] = [0, 0];
  for (const value of differences) {
    const size = Math.abs(angle * value);
    logs += size + Math.log1p(Math.exp(-2 * size)) - Math.LN2; // log cosh
    variance += (value / Math.cosh(size)) ** 2;
  }
  const w = Math.sqrt(2 * Math.max(0, angle * sum - logs));
  if (w < 1e-4) return 0.5;
  const u = angle * Math.sqrt(variance);
  const density = Math.exp(-(w ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return Math.min(1, Math.max(1 / 2 ** differences.length, normalCdf(-w, 0, 1) + density * (1 / u - 1 / w)));
}

/** The θ ≥ 0 at which Σ dᵢ tanh(θ dᵢ) = sum, for 0 ≤ sum < Σ |dᵢ|. */
function saddlepoint(differences: Float64Array, sum: number): number {
  let [low, high, angle] = [0, Infinity, sum / differences.reduce((total, value) => total + value ** 2, 0)];
  for (let round = 0; round < 60; round += 1) {
    let [missing, slope] = [sum, 0];
    for (const value of differences) {
      const tanh = Math.tanh(angle * value);
      missing -= value * tanh;
      slope += value ** 2 * (1 - tanh ** 2);
    }
    if (Math.abs(missing) <= 1e-10 * sum) break;
    if (missing > 0) low = angle;
    else high = angle;
    const next = angle + missing / slope;
    angle = next > low && next < high ? next : high === Infinity ? 2 * low : (low + high) / 2;
  }
  return angle;
}
