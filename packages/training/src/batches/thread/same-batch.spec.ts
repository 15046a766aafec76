import type { BatchNumbers } from '../batch-numbers';
import { isSameBatch } from './same-batch';

const batch = (change: Partial<BatchNumbers> = {}): BatchNumbers => ({
  images: { values: Float32Array.of(1, -0), size: 1 },
  views: [
    { values: Float32Array.of(2), size: 1 },
    { values: Float32Array.of(3), size: 1 },
  ],
  tokens: { rows: 1, columns: 2, ids: Int32Array.of(5, 6) },
  captions: ['a', 'b'],
  classes: [undefined, { kind: 'cat' }],
  labels: { kind: Int32Array.of(-1, 0) },
  position: { epoch: 1 },
  ...change,
});

describe('isSameBatch', () => {
  it('compares what was sent between threads with what was not', () => {
    expect(isSameBatch(batch(), structuredClone(batch()))).toBe(true);
    const { images, tokens, captions } = batch();
    const few = { images, tokens, captions, classes: [undefined, undefined] };
    expect(isSameBatch(few, structuredClone(few))).toBe(true);
  });

  it.each<[string, Partial<BatchNumbers>]>([
    ['a bit of an image', { images: { values: Float32Array.of(1, 0), size: 1 } }],
    ['a view', { views: [batch().views![1], batch().views![0]] }],
    ['an id', { tokens: { rows: 1, columns: 2, ids: Int32Array.of(5, 7) } }],
    ['the length of rows', { tokens: { rows: 2, columns: 1, ids: Int32Array.of(5, 6) } }],
    ['a caption', { captions: ['a', 'c'] }],
    ['a class', { classes: [undefined, { kind: 'dog' }] }],
    ['the number of a class', { labels: { kind: Int32Array.of(-1, 1) } }],
    ['a class set', { labels: { tone: Int32Array.of(-1, 0) } }],
    ['the position', { position: { epoch: 2 } }],
  ])('sees %s', (_, change) => {
    expect(isSameBatch(batch(), batch(change))).toBe(false);
  });
});
