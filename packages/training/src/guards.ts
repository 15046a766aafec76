import { tf } from '@alignclip/backend';
import { counted, UserError } from '@alignclip/core';

/** Throws UserError naming the step and the term when a loss is NaN or infinite. */
export function checkFinite(losses: Readonly<Record<string, number>>, step: number): void {
  const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  if (bad === undefined) return;
  throw new UserError(
    `step ${step}: ${bad[0]} = ${bad[1]}; training stopped. Lower schedule.rate, raise schedule.warmUp, or lower the initial logit scale`,
  );
}

/** Checks that training steps leave no tensor behind. */
export class TensorLeakCheck {
  private baseline: number | undefined;

  /** Called after each step; the first two may still make optimizer state. Throws on growth. */
  check(step: number): void {
    const { numTensors } = tf.memory();
    if (this.baseline !== undefined && step > 2 && numTensors > this.baseline) {
      const left = counted(numTensors - this.baseline, 'tensor');
      throw new Error(`step ${step} left ${left} behind: wrap the tensor work of a component in tf.tidy`);
    }
    this.baseline = numTensors;
  }
}
