import { rounded } from './bfloat16-forms';
import type { Numbers } from './expect-parity';
import { exactGelu, normalised, product, shifted, sum } from './plain-formulas';

const low = (x: Numbers): Numbers => x.map((row) => row.map(rounded));
const transposed = (x: Numbers): Numbers => x[0]!.map((_, j) => x.map((row) => row[j]!));

/** Φ(z) + z φ(z), by differences of the exact GELU. */
const slope = (z: number): number => (exactGelu(z + 1e-5) - exactGelu(z - 1e-5)) / 2e-5;

/** Inputs of `mlpBranch` as matrices: x, scale and bias of the norm, kernel and bias of both layers. */
export type MlpInputs = [x: Numbers, g: Numbers, b: Numbers, w1: Numbers, b1: Numbers, w2: Numbers, b2: Numbers];

/**
 * `mlpBranch` in float64 with rounded operands, z and gradient of GELU's value, and the gradients of both kernels and of
 * the first bias for dy.
 */
export function mlpInBfloat16([x, g, b, w1, b1, w2, b2]: MlpInputs, dy: Numbers) {
  const normal = low(normalised(x, g, b));
  const z = low(shifted(product(normal, low(w1)), b1));
  const active = low(z.map((row) => row.map(exactGelu)));
  const dActive = low(product(low(dy), transposed(low(w2))));
  const dz = z.map((row, i) => row.map((number, j) => dActive[i]![j]! * slope(number)));
  return {
    value: sum(x, shifted(product(active, low(w2)), b2)),
    dKernel: product(transposed(normal), low(dz)),
    dBias: [dz.reduce((total, row) => total.map((number, j) => number + row[j]!))],
    dOutputKernel: product(transposed(active), low(dy)),
  };
}
