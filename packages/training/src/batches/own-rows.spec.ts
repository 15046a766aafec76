import { selectBackend, tf } from '@alignclip/backend';
import { exampleKeys } from '@alignclip/core';
import type { Batch } from './batch';
import { disposeBatch, splitBatch } from './batch';
import { ownChunks, ownTokens } from './own-rows';

beforeAll(() => selectBackend());

describe('ownTokens', () => {
  it('gives each worker its rows, as long as the longest of all', () => {
    const all = { rows: 4, columns: 2, ids: Int32Array.of(1, 2, 3, 0, 4, 0, 5, 0) };
    expect(ownTokens(all)).toBe(all);
    expect(ownTokens(all, { rank: 1, size: 2 })).toEqual({ rows: 2, columns: 2, ids: Int32Array.of(4, 0, 5, 0) });
  });
});

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
