import { type Matrix, random } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { matrixFromRows } from '../matrix/rows';
import { nearest } from './neighbours';
import { pairSweep } from './pair-sweep';

const made = (rows: number, columns: number, key: string): Matrix => {
  const draw = random(key, rows, columns);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => draw.normal() / 2) };
};

const square = (a: Matrix, i: number, b: Matrix, j: number): number =>
  innerProduct(a, i, a, i) + innerProduct(b, j, b, j) - 2 * innerProduct(a, i, b, j);

const range = (count: number): number[] => [...Array(count).keys()];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The numbers one by one, as they are defined. */
function slow(a: Matrix, b: Matrix) {
  const others = (i: number) => range(b.rows).filter((j) => a !== b || j !== i);
  return {
    kernel: range(a.rows).map((i) =>
      sum(range(b.rows).flatMap((j) => (i === j ? [] : [Math.exp(-2 * square(a, i, b, j))]))),
    ),
    distance: range(a.rows).map((i) => sum(others(i).map((j) => Math.sqrt(square(a, i, b, j))))),
  };
}

/** Rows of `own` beside i that are as near to i as the nearest of `other`. */
const nearer = (own: Matrix, other: Matrix): number[] =>
  range(own.rows).map((i) => {
    const best = Math.max(...range(other.rows).map((j) => innerProduct(own, i, other, j)));
    return range(own.rows).filter((j) => j !== i && innerProduct(own, i, own, j) >= best).length;
  });

const close = (found: Float64Array, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 10));
};

describe.each([
  [40, 40],
  [23, 31],
  [9, 4],
])('pairSweep of %i images and %i texts', (n, m) => {
  const [image, text] = [made(n, 6, 'image'), made(m, 6, 'text')];
  const swept = pairSweep(image, text);

  it.each([
    ['imageToText', image, text],
    ['textToImage', text, image],
    ['images', image, image],
    ['texts', text, text],
  ] as const)('has the sums and the neighbours of %s', (side, a, b) => {
    const { kernel, distance } = slow(a, b);
    close(swept[side].kernel, kernel);
    close(swept[side].distance, distance);
    const { k, indices } = swept[side].nearest;
    expect(k).toBe(Math.min(10, n - 1, m - 1));
    expect(indices).toEqual(nearest(a, b, k).indices);
  });

  it('has the own pairs, the nearest wrong texts and who is nearer than the other modality', () => {
    range(Math.min(n, m)).forEach((i) => expect(swept.own[i]).toBeCloseTo(square(image, i, text, i), 10));
    const least = range(n).map((i) =>
      Math.min(...range(m).flatMap((j) => (i === j ? [] : [square(image, i, text, j)]))),
    );
    close(swept.leastOther, least);
    close(swept.nearerImages, nearer(image, text));
    close(swept.nearerTexts, nearer(text, image));
  });
});

describe('equal rows', () => {
  it('are found in order, and the own modality counts as nearer', () => {
    const rows = matrixFromRows(range(14).map(() => [0.6, 0.8]));
    const { imageToText, images, nearerImages } = pairSweep(rows, { ...rows });
    expect([...imageToText.nearest.indices.subarray(0, 10)]).toEqual(range(10));
    expect([...images.nearest.indices.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect([...nearerImages]).toEqual(new Array(14).fill(13));
  });

  it('of one row have no neighbours', () => {
    const one = matrixFromRows([[1, 0]]);
    const { images, leastOther } = pairSweep(one, one);
    expect([images.nearest.k, leastOther[0]]).toEqual([0, Infinity]);
  });
});
