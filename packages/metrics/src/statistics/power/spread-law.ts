/** The law of S = √(χ²_ν / ν), a sample's standard deviation in units of the true one: points with weights that sum to 1. */
interface SpreadLaw {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

const count = 800;
/** What the density at the ends of the points is below that of its mode: e^−45. */
const drop = 45;

/**
 * By the trapezoid rule in log S, whose error falls exponentially because the density vanishes at both ends. `freedom`:
 * degrees of freedom ν, at least 1.
 */
export function spreadLaw(freedom: number): SpreadLaw {
  const share = drop / freedom;
  const low = -(Math.sqrt(share) + share);
  const high = Math.min(Math.sqrt(share), 1 + 0.5 * Math.log(1 + 2 * share));
  const [points, weights] = [new Float64Array(count), new Float64Array(count)];
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    const log = low + ((high - low) * i) / (count - 1);
    points[i] = Math.exp(log);
    weights[i] = Math.exp(freedom * (log + (1 - points[i]! ** 2) / 2));
    sum += weights[i]!;
  }
  for (let i = 0; i < count; i += 1) weights[i]! /= sum;
  return { points, weights };
}

/**
 * What the true standard deviation stays below with this confidence, of normal values: with few of them far more than the
 * seen one. Browne (1995) plans with it, because a plan with the seen one is too small in half of all cases.
 */
export function upperSpread(sd: number, values: number, confidence = 0.8): number {
  const { points, weights } = spreadLaw(values - 1);
  const wanted = 1 - confidence;
  let [before, below] = [0, 0];
  for (let i = 1; i < count; i += 1) {
    before = below;
    below += (weights[i - 1]! + weights[i]!) / 2;
    if (below < wanted) continue;
    const share = (wanted - before) / (below - before);
    return sd / (points[i - 1]! + share * (points[i]! - points[i - 1]!));
  }
  return Infinity;
}
