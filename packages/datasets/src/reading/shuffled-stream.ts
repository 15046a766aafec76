import { UserError, type DrawnExample, type ExampleStream } from '@alignclip/core';
import { z } from 'zod';
import { isCorrupt, type CorruptLog } from '../corrupt';
import { decoded, mapInOrder, type DecodeOptions } from './decoded-example';
import { EpochWindows, type WindowPosition } from './epoch-windows';
import type { Part } from './part';

export interface ShuffleOptions extends DecodeOptions {
  /** The name of the data in errors. */
  readonly name: string;
  readonly seed: number;
  /** Number of parts that are read at the same time. */
  readonly lanes: number;
  /** Number of items in a window, which is shuffled as a whole. */
  readonly window: number;
  /** A window ends early when it holds this many bytes. */
  readonly windowBytes: number;
}

/** Number of images that are decoded at the same time, while a training step keeps this thread busy; each may open a file. */
const decodesAhead = 256;

/**
 * Reads parts in lanes and in a random order for each epoch, shuffled window by window. Memory is limited to two windows
 * and the images of one batch; the order depends on (seed, epoch) alone, and the position is a few numbers.
 */
export class ShuffledStream implements ExampleStream {
  private epoch: number;
  private index: number;
  private windows: EpochWindows;

  constructor(
    private readonly parts: readonly Part[],
    private readonly options: ShuffleOptions,
    private readonly log: CorruptLog,
    position?: unknown,
  ) {
    const { epoch, index, corrupt, ...window } = streamPosition(position, options.name);
    log.begin(index, corrupt);
    this.epoch = epoch;
    this.index = index;
    this.windows = this.open(window);
  }

  get position(): StreamPosition & { readonly corrupt: object } {
    const { damaged, endedParts } = this.log.report;
    return { epoch: this.epoch, index: this.index, corrupt: { damaged, endedParts }, ...this.windows.position };
  }

  async take(count: number): Promise<readonly DrawnExample[]> {
    for (let fresh = this.index === 0; ; fresh = true) {
      const batch = await this.takeOfEpoch(count);
      if (batch.length === count) return batch;
      this.log.check();
      if (fresh) {
        throw new UserError(
          `${this.options.name}: a batch of ${count} needs more than the ${batch.length} valid examples of an epoch`,
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
      for await (const { item, index } of mapInOrder(numbered, decodesAhead, async ({ item, index }, turn) => ({
        item: isCorrupt(item) ? item : await decoded(item, { ...this.options, turn }),
        index,
      }))) {
        if (isCorrupt(item)) this.log.skip(item);
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
    this.log.begin();
    this.windows = this.open();
  }

  private open(position?: WindowPosition): EpochWindows {
    return new EpochWindows(this.parts, { ...this.options, epoch: this.epoch }, position);
  }
}

const count = z.int().min(0);

const schema = z.strictObject({
  epoch: count,
  /** Number of items drawn in this epoch. */
  index: count,
  /** What was corrupt of them; absent in checkpoints of earlier versions. */
  corrupt: z.strictObject({ damaged: count, endedParts: count }).optional(),
  /** Number of the window in its epoch. */
  window: count,
  /** Number of items drawn from the window. */
  drawn: count,
  lanes: z.array(z.tuple([count, count]).readonly()).readonly(),
  turn: count,
});

type StreamPosition = z.output<typeof schema>;

/** The position in a checkpoint, or the start. Throws UserError on anything that is not a position. */
function streamPosition(given: unknown, name: string): StreamPosition {
  if (given === undefined) return { epoch: 0, index: 0, window: 0, drawn: 0, lanes: [], turn: 0 };
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new UserError(`${name}: the checkpoint has no valid position of a stream: ${result.error.issues[0]?.message}`);
}
