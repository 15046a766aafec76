import { readFileSync } from 'node:fs';
import { hasAddOn } from './has-add-on';

/** Whether our own product in bfloat16 runs here, by what Linux says of the processor, not by what the add-on says. */
export function ownBfloat16(): boolean {
  if (!hasAddOn()) return false;
  try {
    return readFileSync('/proc/cpuinfo', 'utf8').includes(' avx512_bf16 ');
  } catch {
    return false;
  }
}

/** The reason for `itWhere`. */
export const noBfloat16 = 'no processor with AVX512-BF16, or no add-on';
