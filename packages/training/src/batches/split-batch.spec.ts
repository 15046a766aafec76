import { selectBackend, tf } from '@alignclip/backend';
import { exampleKeys } from '@alignclip/core';
import { disposeBatch, type Batch } from './batch';
import { ownChunks, splitBatch } from './split-batch';

beforeAll(() => selectBackend());

describe('ownChunks', () => {
  it.each([
    [12, 4, 2],
    [36, 8, 4],
    [20, 16, 4],
  ])('are those of the whole batch of %i in %i chunks, by %i workers', (rows, count, size) => {
    const images = tf.reshape<tf.Rank.R2>(tf.range(0, rows), [rows, 1]);
    const keys = exampleKeys(
      1,
      Array.from({ length: rows }, (_, index) => ({ epoch: 0, index })),
    );
    const texts = (chunks: ReturnType<typeof splitBatch>) =>
      chunks.map(({ images, keys: own }) => `${images.dataSync().join()} ${own!.join()}`);
    const whole = texts(splitBatch({ images, tokens: images, keys }, count));
    const n = rows / size;
    const own = Array.from({ length: size }, (_, rank) => {
      const rowsOfWorker = tf.slice(images, [rank * n, 0], [n, -1]);
      const batch: Batch = { images: rowsOfWorker, tokens: rowsOfWorker, keys };
      return texts(ownChunks(batch, count, { rank, size }));
    });
    expect(own.flat()).toEqual(whole);
    disposeBatch({ images, tokens: images });
  });
});
