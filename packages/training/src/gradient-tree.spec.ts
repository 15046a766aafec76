import { selectBackend, tf } from '@alignclip/backend';
import { random } from '@alignclip/core';
import { GradientTree } from './gradient-tree';

beforeAll(() => selectBackend());

const parts = Array.from({ length: 8 }, (_, i) => Math.fround(random('part', i).uniform() * 10 ** (i % 4)));

/** The sum of neighbours, then of those sums; what has no neighbour waits for the end. */
function tree(values: readonly number[]): number {
  if (values.length === 1) return values[0]!;
  const half = 2 ** Math.ceil(Math.log2(values.length) - 1);
  return Math.fround(tree(values.slice(0, half)) + tree(values.slice(half)));
}

describe('GradientTree', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('adds %i parts in one binary tree, and leaves no other tensor', (count) => {
    const before = tf.memory().numTensors;
    const sums = new GradientTree();
    let most = 0;
    for (const value of parts.slice(0, count)) {
      sums.add({ a: tf.scalar(value), b: tf.scalar(-value) });
      most = Math.max(most, tf.memory().numTensors - before);
    }
    const { a, b } = sums.total();
    expect([a!.dataSync()[0], b!.dataSync()[0]]).toEqual([tree(parts.slice(0, count)), -tree(parts.slice(0, count))]);
    expect(most).toBeLessThanOrEqual(2 * (Math.floor(Math.log2(count)) + 1));
    tf.dispose([a!, b!]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps the order of a list for up to three parts, in another one for four', () => {
    const list = (count: number) => parts.slice(0, count).reduce((sum, value) => Math.fround(sum + value));
    expect([2, 3].map((count) => tree(parts.slice(0, count)))).toEqual([2, 3].map(list));
    const unequal = Array.from({ length: 64 }, (_, i) => Array.from({ length: 4 }, (_, j) => random(i, j).uniform()));
    expect(
      unequal.some((four) => tree(four.map(Math.fround)) !== four.reduce((sum, value) => Math.fround(sum + value), 0)),
    ).toBe(true);
  });

  it('keeps a gradient that only one part has', () => {
    const sums = new GradientTree();
    sums.add({ a: tf.scalar(1), direct: tf.scalar(5) });
    sums.add({ a: tf.scalar(2) });
    const total = sums.total();
    expect(Object.keys(total)).toEqual(['a', 'direct']);
    expect([total['a']!.dataSync()[0], total['direct']!.dataSync()[0]]).toEqual([3, 5]);
    tf.dispose(total);
  });
});
