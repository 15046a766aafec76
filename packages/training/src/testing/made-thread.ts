import { EventEmitter } from 'node:events';
import { MessageChannel, type Worker } from 'node:worker_threads';
import type { BatchMaker } from '../batches/batch-maker';
import { serveBatches } from '../batches/thread/serve-batches';

/** Serves batches as a thread does, over a channel, but in this one; `fail` ends it. */
export class MadeThread extends EventEmitter {
  private readonly channel = new MessageChannel();
  terminated = false;

  constructor(maker: BatchMaker) {
    super();
    this.channel.port1.on('message', (answer) => this.emit('message', answer));
    serveBatches(this.channel.port2, maker);
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
