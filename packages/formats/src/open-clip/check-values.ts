import { counted, UserError } from '@alignclip/core';
import { toFloat32, type StoredTensor } from '../stored-tensor';

/** Both names of the learned temperature. */
const logitScaleName = /(?:^|[/.])logit[-_]scale$/;

/** ln(1/τ) beyond this is 1/τ itself: e^9.2 is 10,000, a hundred times where CLIP's training is clamped. */
const largestLogarithm = Math.log(10_000);

/**
 * Throws UserError naming a parameter that holds NaN or infinite numbers as 32-bit floats, or a logit scale that can't be
 * ln(1/τ), as when 1/τ was stored.
 */
export function checkValues(parameters: Iterable<readonly [name: string, tensor: StoredTensor]>): void {
  for (const [name, tensor] of parameters) {
    const values = toFloat32(tensor);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      const bad = values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
      const all = counted(values.length, 'number');
      throw new UserError(`parameter "${name}" holds ${values[at]} at ${at} of ${all} (${bad} of them are not finite)`);
    }
    if (logitScaleName.test(name) && values.length === 1) checkLogitScale(name, values[0]!);
  }
}

function checkLogitScale(name: string, value: number): void {
  if (value <= largestLogarithm) return;
  const shown = Number(value.toPrecision(6));
  const logarithm = Number(Math.log(value).toPrecision(5));
  throw new UserError(
    `parameter "${name}" is ${shown}, but it holds ln(1/τ), at most ln 100 = 4.6052 in CLIP; if ${shown} is 1/τ, store ln ${shown} = ${logarithm}`,
  );
}
