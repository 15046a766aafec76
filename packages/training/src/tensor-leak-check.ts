import { tf } from '@alignclip/backend';

/** Watches that a training step leaves no tensor behind. */
export class TensorLeakCheck {
  private baseline: number | undefined;

  /** Called after each step; the first two may still make optimizer state. Throws on growth. */
  check(step: number): void {
    const { numTensors } = tf.memory();
    if (this.baseline === undefined || step <= 2) {
      this.baseline = numTensors;
      return;
    }
    if (numTensors > this.baseline) {
      throw new Error(
        `step ${step} left ${numTensors - this.baseline} tensors behind: wrap tensor work of a component in tf.tidy`,
      );
    }
    this.baseline = numTensors;
  }
}
