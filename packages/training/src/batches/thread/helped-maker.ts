import type { Json } from '@alignclip/core';
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { BatchMaker } from '../batch-maker';
import type { BatchNumbers } from '../batch-numbers';
import { BatchThread } from './batch-thread';
import { messageOf } from './messages';
import { Pace } from './pace';
import { isSameBatch } from './same-batch';
import { threadChoice, type ThreadChoice } from './thread-choice';

/**
 * Makes batches on this thread, and on another one as soon as that would pay and as long as it does. They are the same
 * ones, so it may change at any step; the first is made on both and compared. If the other thread fails, this one goes on.
 */
export class HelpedMaker implements BatchMaker {
  private choice: ThreadChoice = 'off';
  private thread: BatchThread | undefined;
  private current: BatchMaker;
  /** Asked for the same batch as this thread makes next. */
  private candidate: BatchThread | undefined;
  private pace = new Pace();
  /** The pace before the thread took over. */
  private before: Pace | undefined;
  private position: Json | undefined;

  constructor(
    private readonly local: BatchMaker,
    private readonly start: () => Worker,
    private readonly steps: number,
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

  async make(step: number): Promise<BatchNumbers> {
    const asked = performance.now();
    const numbers = await (this.current === this.local ? this.local.make(step) : this.helped(step));
    this.pace.add(asked, performance.now());
    this.position = numbers.position;
    if (this.candidate) await this.compare(this.candidate, numbers, step);
    if (step + 1 < this.steps) await this.settle(step + 1);
    return numbers;
  }

  async end(): Promise<void> {
    await this.dismiss();
    await this.local.end();
  }

  private async helped(step: number): Promise<BatchNumbers> {
    try {
      return await this.current.make(step);
    } catch (error) {
      await this.fail(messageOf(error));
      await this.local.begin(step, this.position);
      return this.local.make(step); // and so meets itself what the thread has met
    }
  }

  /** Starts the thread, tries it, or does without it again, before the batch of a step is made. */
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
    const theirs = await thread.make().catch(messageOf);
    if (typeof theirs === 'string') return this.fail(theirs);
    if (!isSameBatch(numbers, theirs))
      return this.fail(`it made another batch of step ${step + 1}: a file has changed, or a component keeps a state`);
    await this.local.end();
    this.current = thread;
    this.before = this.pace;
    this.pace = new Pace();
  }

  /** Once: a thread takes time from steps that use every core, and may take more than it gives. */
  private async judge(step: number, before: Pace): Promise<void> {
    this.before = undefined;
    if (this.pace.step <= before.step) return;
    await this.dismiss();
    await this.local.begin(step, this.position);
  }

  private async fail(reason: string): Promise<void> {
    await this.dismiss();
    process.stderr.write(`batches are made without a thread of their own from here on: ${reason}\n`);
  }

  private async dismiss(): Promise<void> {
    this.choice = 'off';
    this.current = this.local;
    this.candidate = undefined;
    await this.thread?.end();
    this.thread = undefined;
  }
}
