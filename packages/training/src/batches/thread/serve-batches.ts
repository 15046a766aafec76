import type { MessagePort } from 'node:worker_threads';
import type { BatchMaker } from '../batch-maker';
import type { BatchNumbers } from '../batch-numbers';
import { batchesAhead, messageOf, type Answer, type Request } from './messages';

/** The main program of a batch thread: makes batches with `maker`, a few ahead, and hands them over. */
export function serveBatches(port: MessagePort, maker: BatchMaker): void {
  let step = 0;
  let turn = Promise.resolve();
  const answer = (given: Answer, moved: ArrayBuffer[] = []) => port.postMessage(given, moved);
  const next = (work: () => Promise<void>) => {
    turn = turn.then(work).catch((error: unknown) => answer({ failed: messageOf(error) }));
  };
  const makeOne = () =>
    next(async () => {
      const numbers = await maker.make(step);
      step += 1;
      answer({ numbers }, buffersOf(numbers));
    });
  port.on('message', (request: Request) => {
    if (request === 'more') return makeOne();
    step = request.begin;
    next(() => maker.begin(step, request.position));
    for (let i = 0; i < batchesAhead; i += 1) makeOne();
  });
  answer('ready');
}

/** Of the images, which are moved instead of copied. */
const buffersOf = ({ images, views }: BatchNumbers): ArrayBuffer[] =>
  [images, ...(views ?? [])].map(({ values }) => values.buffer);
