import { EventEmitter } from 'node:events';
import { MessageChannel, type Worker } from 'node:worker_threads';
import type { BatchNumbers } from '../batches/batch-numbers';
import type { Feed } from '../batches/feed';
import { serveBatches } from '../batches/thread/serve-batches';

/** Serves batches over a channel as a thread does, but in this thread; `fail` ends it. */
export class MadeThread extends EventEmitter {
  private readonly channel = new MessageChannel();
  terminated = false;

  constructor(feed: Feed<BatchNumbers>) {
    super();
    this.channel.port1.on('message', (answer) => this.emit('message', answer));
    serveBatches(this.channel.port2, feed);
  }

  postMessage(request: unknown): void {
    this.channel.port1.postMessage(request);
  }

  async terminate(): Promise<number> {
    this.terminated = true;
    this.channel.port1.close();
    return 1;
  }

  fail(reason: string): void {
    this.emit('error', new Error(reason));
    this.emit('exit', 1);
  }

  get worker(): Worker {
    return this as unknown as Worker;
  }
}
