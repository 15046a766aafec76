import { type Bfloat16Form, bfloat16Form, bfloat16Forms } from '../kernels/bfloat16-product';
import { tf } from '../tf';

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** Rounded by the bits of the number: to nearest, ties to even; NaN stays, what is below 2⁻¹²⁶ becomes zero. */
export function rounded(number: number): number {
  float[0] = number;
  if (Number.isNaN(number)) return NaN;
  if (Math.abs(float[0]) < 2 ** -126) return 0;
  word[0] = (word[0]! + 0x7fff + ((word[0]! >>> 16) & 1)) & 0xffff0000;
  return float[0];
}

const isPossible = (form: Bfloat16Form): boolean => {
  process.env['ALIGNCLIP_BFLOAT16'] = form;
  try {
    return bfloat16Form() === form;
  } catch {
    return false;
  }
};

/** Does it once in each form that runs on this backend. */
export function inEachForm(work: (form: Bfloat16Form) => void): void {
  for (const form of bfloat16Forms) if (isPossible(form)) tf.tidy(() => work(form));
  delete process.env['ALIGNCLIP_BFLOAT16'];
}
