import { tf } from '@alignclip/backend';
import type { Gradients } from './gradients';

/**
 * Gradients whose common length ‖g‖ is at most `max`: g · min(1, max / (‖g‖ + 1e-6)), as PyTorch's `clip_grad_norm_`.
 * Those that are replaced are disposed. The sum is made in float64, in one order whatever the number of threads.
 */
export function clippedByNorm(gradients: Gradients, max: number): Gradients {
  let sum = 0;
  for (const gradient of Object.values(gradients)) for (const value of gradient.dataSync()) sum += value * value;
  const factor = max / (Math.sqrt(sum) + 1e-6);
  if (factor >= 1) return gradients;
  const scaled = Object.entries(gradients).map(([address, gradient]) => [address, tf.mul(gradient, factor)] as const);
  tf.dispose(gradients);
  return Object.fromEntries(scaled);
}
