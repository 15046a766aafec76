import { messageOf, type Json } from '@alignclip/core';
import type { MessagePort } from 'node:worker_threads';
import type { BatchNumbers } from '../batch-numbers';
import type { Feed } from '../feed';

/** To the thread: begin with a step, or make one more batch. */
export type Request = { readonly begin: number; readonly position?: Json } | 'more';

/** From the thread: it is ready, a batch, or the reason why there is no batch. */
export type Answer = 'ready' | { readonly numbers: BatchNumbers } | { readonly failed: string };

/** Batches that the thread makes before they are asked for. */
const batchesAhead = 2;

/** The main program of a batch thread: reads `feed` a few steps ahead and sends the batches. */
export function serveBatches(port: MessagePort, feed: Feed<BatchNumbers>): void {
  let step = 0;
  let turn = Promise.resolve();
  const answer = (given: Answer, moved: ArrayBuffer[] = []) => port.postMessage(given, moved);
  const enqueue = (work: () => Promise<void>) => {
    turn = turn.then(work).catch((error: unknown) => answer({ failed: messageOf(error) }));
  };
  const makeOne = () =>
    enqueue(async () => {
      const numbers = await feed.next(step);
      step += 1;
      answer({ numbers }, buffersOf(numbers));
    });
  port.on('message', (request: Request) => {
    if (request === 'more') return makeOne();
    step = request.begin;
    enqueue(() => feed.begin(step, request.position));
    for (let i = 0; i < batchesAhead; i += 1) makeOne();
  });
  answer('ready');
}

/** Of the images, which are moved instead of copied. */
const buffersOf = ({ images, views }: BatchNumbers): ArrayBuffer[] =>
  [...(images ? [images] : []), ...(views ?? [])].map(({ values }) => values.buffer);
