import { type Matrix, random } from '@alignclip/core';
import { eachRowOfPairs } from '../matrix/products';
import { eachRowOfKnownPairs, pairProducts } from './pair-products';

const made = (rows: number): Matrix => {
  const draw = random('pair-products', rows);
  return { rows, columns: 5, values: Float32Array.from({ length: rows * 5 }, () => draw.normal()) };
};

/** The products of each row with later ones; the visitor overwrites them, as the sweep does. */
function linesOf(each: typeof eachRowOfPairs, matrix: Matrix): number[][] {
  const lines: number[][] = [];
  each(matrix, (i, line) => {
    expect(line).toHaveLength(matrix.rows);
    lines.push([...line.subarray(i + 1)]);
    line.fill(NaN, i + 1);
  });
  return lines;
}

describe('pairProducts', () => {
  it.each([1, 2, 3, 40])('of %i rows are those of eachRowOfPairs, and wait for the next sweep alone', (rows) => {
    const matrix = made(rows);
    const expected = linesOf(eachRowOfPairs, matrix);
    const products = pairProducts(matrix);
    expect([...products]).toEqual(expected.flat());
    expect(linesOf(eachRowOfKnownPairs, matrix)).toEqual(expected);
    if (rows > 1) expect(products[0]).toBeNaN();
    expect(linesOf(eachRowOfKnownPairs, matrix)).toEqual(expected);
  });
});
