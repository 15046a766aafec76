import { UserError, type DrawnExample, type ExampleStream } from '@alignclip/core';
import { EpochWindows, type WindowPosition } from './epoch-windows';
import type { DamageLog } from './damage-log';
import { mapInOrder } from './map-in-order';
import { isDamage, type Part } from './stored-example';
import { decoded, type DecodeOptions } from './decoded-example';
import { streamPosition, type StreamPosition } from './stream-position';

export interface ShuffleOptions extends DecodeOptions {
  /** Names the data in errors. */
  readonly name: string;
  readonly seed: number;
  /** Parts that are read at once. */
  readonly lanes: number;
  /** Items of a window, which is shuffled as a whole. */
  readonly window: number;
  /** A window ends earlier once it holds so many bytes. */
  readonly windowBytes: number;
}

/** Asked for at once, so that a batch is decoded while a training step keeps this thread busy; each may open a file. */
const decodesAhead = 256;

/**
 * Parts in an order by epoch, read in lanes, shuffled window by window. Memory is bounded by two windows and the images
 * of one batch; the order follows from (seed, epoch) alone, and the position is a few numbers.
 */
export class ShuffledStream implements ExampleStream {
  private epoch: number;
  private index: number;
  private windows: EpochWindows;

  constructor(
    private readonly parts: readonly Part[],
    private readonly options: ShuffleOptions,
    private readonly log: DamageLog,
    position?: unknown,
  ) {
    const { epoch, index, ...window } = streamPosition(position, options.name);
    this.epoch = epoch;
    this.index = index;
    this.windows = this.open(window);
  }

  get position(): StreamPosition {
    return { epoch: this.epoch, index: this.index, ...this.windows.position };
  }

  async take(count: number): Promise<readonly DrawnExample[]> {
    for (let fresh = this.index === 0; ; fresh = true) {
      const batch = await this.takeOfEpoch(count);
      if (batch.length === count) return batch;
      this.log.check();
      if (fresh) {
        throw new UserError(
          `${this.options.name}: a batch of ${count} is more than the ${batch.length} sound examples of an epoch`,
        );
      }
      await this.nextEpoch();
    }
  }

  close(): Promise<void> {
    return this.windows.close();
  }

  private async takeOfEpoch(count: number): Promise<DrawnExample[]> {
    const batch: DrawnExample[] = [];
    while (batch.length < count) {
      const drawn = await this.windows.draw(count - batch.length);
      if (drawn.length === 0) break;
      const numbered = drawn.map((item, i) => ({ item, index: this.index + i }));
      this.index += drawn.length;
      for await (const { item, index } of mapInOrder(numbered, decodesAhead, async ({ item, index }) => ({
        item: isDamage(item) ? item : await decoded(item, this.options),
        index,
      }))) {
        if (isDamage(item)) this.log.skip(item);
        else {
          this.log.sound();
          batch.push({ example: item, epoch: this.epoch, index });
        }
      }
    }
    return batch;
  }

  private async nextEpoch(): Promise<void> {
    await this.windows.close();
    this.epoch += 1;
    this.index = 0;
    this.windows = this.open();
  }

  private open(position?: WindowPosition): EpochWindows {
    return new EpochWindows(this.parts, { ...this.options, epoch: this.epoch }, position);
  }
}
