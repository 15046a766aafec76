import { UserError, type Dataset, type ExampleStream, type Json } from '@alignclip/core';
import type { Draw, ExampleFeed } from './example-feed';

type Streaming = Dataset & Required<Pick<Dataset, 'stream'>>;

export const isStreaming = (dataset: Dataset): dataset is Streaming => dataset.stream !== undefined;

/** The training split as a stream: batches come in order, and a position tells where a run goes on. */
export class StreamFeed implements ExampleFeed {
  private stream: ExampleStream | undefined;
  private next = 0;

  constructor(
    private readonly dataset: Streaming,
    private readonly batchSize: number,
    private readonly seed: number,
  ) {}

  /** Throws UserError where a run that has begun has no position. */
  async begin(step: number, position?: Json): Promise<void> {
    await this.end();
    if (step > 0 && position === undefined)
      throw new UserError(`the checkpoint of step ${step} has no position in "${this.dataset.name}": train anew`);
    this.stream = await this.dataset.stream('train', {
      seed: this.seed,
      ...(position !== undefined && { position }),
    });
    this.next = step;
  }

  async draw(step: number): Promise<Draw> {
    if (this.stream === undefined) await this.begin(0);
    if (step !== this.next) throw new Error(`a stream gives batch ${this.next} next, not ${step}`);
    const examples = await this.stream!.take(this.batchSize);
    this.next += 1;
    return { examples, position: this.stream!.position };
  }

  async end(): Promise<void> {
    await this.stream?.close();
    this.stream = undefined;
  }
}
