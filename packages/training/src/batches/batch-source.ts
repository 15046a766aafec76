import type { Json } from '@alignclip/core';
import type { BatchMakers } from './assemble-batch';
import { batchTensors } from './assemble-batch';
import type { Batch, Batches } from './batch';
import type { BatchMaker } from './batch-maker';
import { LocalMaker, type MakerServices } from './local-maker';
import { HelpedMaker } from './thread/helped-maker';
import type { StartBatchThread } from './thread/batch-thread';

export interface BatchServices extends BatchMakers, MakerServices {
  /** Starts a thread that makes the same batches; used where waiting for them costs more. */
  readonly startThread?: StartBatchThread | undefined;
  /** Steps of the whole training, to tell what a thread would save; none is started without it. */
  readonly steps?: number;
}

/** Training batches by step number, as tensors. */
export class BatchSource implements Batches {
  private constructor(
    private readonly services: BatchServices,
    private readonly maker: BatchMaker,
  ) {}

  /** Throws UserError where the training split is read into memory and holds less than one batch. */
  static async open(services: BatchServices): Promise<BatchSource> {
    const { startThread, steps, batchSize } = services;
    const local = await LocalMaker.open(services);
    const helped = startThread && steps !== undefined;
    return new BatchSource(services, helped ? new HelpedMaker(local, () => startThread(batchSize), steps) : local);
  }

  begin(step: number, position?: Json): Promise<void> {
    return this.maker.begin(step, position);
  }

  end(): Promise<void> {
    return this.maker.end();
  }

  /** The batch of a step counted from 0. */
  async batch(step: number): Promise<Batch> {
    return batchTensors(await this.maker.make(step), this.services.teacher);
  }
}
