import type { Json } from '@alignclip/core';
import { on } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { BatchNumbers } from '../batch-numbers';
import type { Feed } from '../feed';
import type { Answer, Request } from './serve-batches';

/** Starts a program that serves batches of this size (`serveBatches`). */
export type StartBatchThread = (batchSize: number) => Worker;

/** Batches that another thread makes. Nothing is asked of it before it is ready. */
export class BatchThread implements Feed<BatchNumbers> {
  ready = false;
  /** Why it gives no batches. */
  failure: string | undefined;
  private answers: AsyncIterator<[Answer]> | undefined;

  constructor(private readonly worker: Worker) {
    worker.on('error', (error: Error) => (this.failure ??= error.message));
    worker.on('exit', () => (this.failure ??= 'the thread exited'));
    worker.once('message', (answer: Answer) => {
      if (answer === 'ready') this.ready = true;
      else this.failure ??= 'unexpected message from the thread';
    });
  }

  async begin(step: number, position?: Json): Promise<void> {
    this.answers = on(this.worker, 'message', { close: ['exit'] }) as AsyncIterator<[Answer]>;
    this.send({ begin: step, ...(position !== undefined && { position }) });
  }

  /** The next batch; steps can't be skipped. Throws where the thread has failed. */
  async next(): Promise<BatchNumbers> {
    const next = await this.answers!.next();
    const [answer] = next.done === true ? [] : next.value;
    if (typeof answer !== 'object') throw new Error(this.failure ?? 'the thread exited');
    if ('failed' in answer) throw new Error(answer.failed);
    this.send('more');
    return answer.numbers;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private send(request: Request): void {
    this.worker.postMessage(request);
  }
}
