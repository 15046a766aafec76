import { nativeImages, imageThreadsBesideStep } from '@alignclip/backend';
import type { Share } from '@alignclip/core';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RunConfig } from '../define/run-config';

/** What a batch thread composes its data from: the run's specs, and the file with the experiment's own components. */
export interface BatchThreadData {
  readonly file: string;
  readonly config: RunConfig;
  readonly seed: number;
  readonly batchSize: number;
  /** Of several workers, which one it makes batches for. */
  readonly share: Share;
  /** Threads that the add-on may use for images; absent if it doesn't run in this process. */
  readonly imageThreads?: number;
}

const program = join(__dirname, `batch-thread-program${extname(__filename)}`);
/** Options of Node that let it run TypeScript. */
const execArgv = ['-r', require.resolve('@alignclip/launchers/typescript')];

/** A thread that prepares the batches of a run (docs/decisions/0013-batches-on-a-thread-of-their-own.md). */
const startBatchThread = (data: Omit<BatchThreadData, 'imageThreads'>): Worker => {
  const workerData: BatchThreadData = {
    ...data,
    ...(nativeImages() && { imageThreads: imageThreadsBesideStep() }),
  };
  return new Worker(program, { workerData, execArgv });
};

/** Starts such threads for the batches of one worker. */
export const batchThreads =
  (data: Omit<BatchThreadData, 'imageThreads' | 'batchSize' | 'share'>, { rank, size }: Share) =>
  (batchSize: number): Worker =>
    startBatchThread({ ...data, batchSize, share: { rank, size } });
