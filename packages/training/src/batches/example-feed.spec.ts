import { UserError } from '@alignclip/core';
import { tinyDataset } from '../testing/tiny-run';
import { tinyStreamDataset } from '../testing/tiny-stream';
import { isStreaming, StreamFeed } from './example-feed';

const feed = (dataset = tinyStreamDataset(), batchSize = 4) => {
  if (!isStreaming(dataset)) throw new Error('not a stream');
  return new StreamFeed(dataset, batchSize, 3);
};
const idsOf = async (from: StreamFeed, step: number) =>
  (await from.next(step)).examples.map(({ example }) => example.id);

describe('StreamFeed', () => {
  it('resumes from the position after any batch', async () => {
    const whole = feed();
    const draws = [await whole.next(0), await whole.next(1), await whole.next(2)];
    const later = feed();
    await later.begin(1, JSON.parse(JSON.stringify(draws[0]!.position)));
    expect([await later.next(1), await later.next(2)]).toEqual(draws.slice(1));
  });

  it('gives batches in order only', async () => {
    const from = feed();
    await idsOf(from, 0);
    await expect(from.next(2)).rejects.toThrow('batch 1 next, not 2');
  });

  it('does not begin in the middle without a position', async () => {
    await expect(feed().begin(3)).rejects.toThrow(UserError);
  });

  it('closes a stream when it begins another and when it ends', async () => {
    const counts = { opened: 0, closed: 0, read: 0 };
    const from = feed(tinyStreamDataset(counts));
    const { position } = await from.next(0);
    await from.begin(1, position);
    await from.end();
    await from.end();
    expect(counts).toEqual({ opened: 2, closed: 2, read: 0 });
  });
});

describe('isStreaming', () => {
  it('says whether a data set offers a stream', () => {
    expect([isStreaming(tinyStreamDataset()), isStreaming(tinyDataset)]).toEqual([true, false]);
  });
});
