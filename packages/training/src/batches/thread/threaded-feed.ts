import { messageOf, warn, type Json } from '@alignclip/core';
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { BatchNumbers, TransformedImages } from '../batch-numbers';
import type { Feed } from '../feed';
import { BatchThread } from './batch-thread';
import { Pace, threadChoice, type ThreadChoice } from './pace';

/**
 * Takes batches from this thread, and from another one while that pays. Both make the same batches, so it may change at
 * any step; the first is made on both and compared. If the other thread fails, this one continues.
 */
export class ThreadedFeed implements Feed<BatchNumbers> {
  private choice: ThreadChoice = 'off';
  private thread: BatchThread | undefined;
  private current: Feed<BatchNumbers>;
  /** Has been asked for the batch that this thread makes next. */
  private candidate: BatchThread | undefined;
  private pace = new Pace();
  /** The pace before the thread took over. */
  private before: Pace | undefined;
  private position: Json | undefined;
  /** What asking for the next batch took of this thread, which the training waited for, too. */
  private asking = 0;

  constructor(
    private readonly local: Feed<BatchNumbers>,
    private readonly start: () => Worker,
    private readonly steps: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.current = local;
  }

  /** Throws UserError where ALIGNCLIP_BATCH_THREAD is unknown. */
  async begin(step: number, position?: Json): Promise<void> {
    this.choice = threadChoice();
    this.position = position;
    await this.local.begin(step, position);
    if (this.choice !== 'on') return;
    const thread = (this.thread = new BatchThread(this.start()));
    while (!thread.ready && thread.failure === undefined) await pause(10);
    await this.settle(step);
  }

  async next(step: number): Promise<BatchNumbers> {
    const asked = this.now();
    const numbers = await (this.current === this.local ? this.local.next(step) : this.fromThread(step));
    this.pace.add(asked, this.now() + this.asking);
    this.asking = 0;
    this.position = numbers.position;
    if (this.candidate) await this.compare(this.candidate, numbers, step);
    if (step + 1 < this.steps) await this.settle(step + 1);
    return numbers;
  }

  /** The other thread makes batches early by itself. */
  async ask(step: number): Promise<void> {
    const begun = this.now();
    await this.current.ask?.(step);
    this.asking = this.now() - begun;
  }

  async end(): Promise<void> {
    await this.dismiss();
    await this.local.end();
  }

  private async fromThread(step: number): Promise<BatchNumbers> {
    try {
      return await this.current.next(step);
    } catch (error) {
      await this.fail(messageOf(error));
      await this.local.begin(step, this.position);
      return this.local.next(step); // meets the same error, if it is one of the data
    }
  }

  /** Before the batch of a step is made: starts the thread, tries it, or stops it. */
  private async settle(step: number): Promise<void> {
    const { choice, thread, pace, before } = this;
    if (choice === 'off') return;
    if (thread === undefined) {
      if (pace.isWorthAThread(this.steps - step)) this.thread = new BatchThread(this.start());
    } else if (this.current === thread) {
      if (choice === 'auto' && pace.isKnown && before) await this.judge(step, before);
    } else if (thread.failure !== undefined) await this.fail(thread.failure);
    else if (thread.ready) {
      this.candidate = thread;
      await thread.begin(step, this.position);
    }
  }

  /** Hands over to a thread that made the same batch. */
  private async compare(thread: BatchThread, numbers: BatchNumbers, step: number): Promise<void> {
    this.candidate = undefined;
    const theirs = await thread.next().catch(messageOf);
    if (typeof theirs === 'string') return this.fail(theirs);
    if (!isSameBatch(numbers, theirs))
      return this.fail(`its batch of step ${step + 1} differs: a file has changed, or a component keeps state`);
    await this.local.end();
    this.current = thread;
    this.before = this.pace;
    this.pace = new Pace();
  }

  /** Once: where steps use every core, a thread may take more time from them than it saves. */
  private async judge(step: number, before: Pace): Promise<void> {
    this.before = undefined;
    if (this.pace.step <= before.step) return;
    await this.dismiss();
    await this.local.begin(step, this.position);
  }

  private async fail(reason: string): Promise<void> {
    await this.dismiss();
    warn(`batch thread stopped (${reason}); batches are made on the main thread from here on`);
  }

  private async dismiss(): Promise<void> {
    this.choice = 'off';
    this.current = this.local;
    this.candidate = undefined;
    await this.thread?.end();
    this.thread = undefined;
  }
}

/** Whether two feeds gave the same numbers, bit by bit. */
export const isSameBatch = (one: BatchNumbers, other: BatchNumbers): boolean =>
  textOf(one) === textOf(other) &&
  isSame(imagesOf(one), imagesOf(other)) &&
  one.tokens.columns === other.tokens.columns &&
  isSame(wordsOf(one), wordsOf(other));

const textOf = ({ captions, classes, labels = {}, position }: BatchNumbers): string =>
  JSON.stringify([captions, classes, Object.keys(labels), position]);

const wordsOf = ({ tokens, labels, keys }: BatchNumbers): (Int32Array | Uint32Array)[] => [
  tokens.ids,
  ...Object.values(labels ?? {}),
  ...(keys ? [keys] : []),
];

const imagesOf = ({ images, views }: BatchNumbers): Float32Array[] =>
  [...(images ? [images] : []), ...(views ?? [])].map(({ values }: TransformedImages) => values);

const isSame = (some: readonly ArrayBufferView[], others: readonly ArrayBufferView[]): boolean =>
  some.length === others.length && some.every((one, i) => bytesOf(one).equals(bytesOf(others[i]!)));

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
