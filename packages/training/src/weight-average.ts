import { tf } from '@alignclip/backend';
import type { Tensor, Variable } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';

/**
 * The exponential moving average of every parameter, w̄ ← d w̄ + (1 − d) w after each step, from the initial weights on.
 * Source: Polyak & Juditsky 1992; Tarvainen & Valpola 2017.
 */
export class WeightAverage {
  private readonly averages: ReadonlyMap<string, Variable>;

  constructor(
    private readonly parameters: ParameterStore,
    private readonly decay: number,
  ) {
    this.averages = new Map(
      [...parameters.entries()].map(([address, value]) => [address, tf.tidy(() => tf.variable(copied(value), false))]),
    );
  }

  entries(): IterableIterator<[string, Variable]> {
    return this.averages.entries();
  }

  /** After a step. */
  update(): void {
    this.change((average, value) => tf.add(tf.mul(average, this.decay), tf.mul(value, 1 - this.decay)));
  }

  /** Restarts from the current values of the parameters. */
  restart(): void {
    this.change((_average, value) => copied(value));
  }

  /** Assigns the averaged values to the parameters. */
  take(): void {
    tf.tidy(() => {
      for (const [address, average] of this.averages) this.parameters.assign(address, copied(average));
    });
  }

  private change(next: (average: Tensor, value: Tensor) => Tensor): void {
    tf.tidy(() => {
      for (const [address, average] of this.averages) average.assign(next(average, this.parameters.get(address)!));
    });
  }
}

/** A copy with memory of its own. */
const copied = (value: Tensor): Tensor => tf.mul(value, 1);
