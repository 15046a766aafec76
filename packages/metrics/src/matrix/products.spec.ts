import { type Matrix, random } from '@alignclip/core';
import { innerProduct } from './inner-products';
import { columnLines, eachRowOfPairs, eachRowOfProducts, products, rowLines } from './products';

const made = (rows: number, columns: number, key: string): Matrix => {
  const draw = random(key, rows, columns);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => draw.normal()) };
};

/** Sizes around the edges of panels, blocks and depths. */
const sizes = [
  [1, 1, 1],
  [3, 5, 2],
  [4, 4, 512],
  [129, 67, 513],
  [130, 1, 1030],
  [517, 131, 5],
] as const;

describe('eachRowOfProducts', () => {
  it.each(sizes)('of [%i, d] and [%i, d], d = %i, has the bits of sums in order', (n, m, d) => {
    const [a, b] = [made(n, d, 'a'), made(m, d, 'b')];
    const seen: number[] = [];
    eachRowOfProducts(a, b, (i, line) => {
      seen.push(i);
      expect(Array.from(line)).toEqual(Array.from({ length: m }, (_, j) => innerProduct(a, i, b, j)));
    });
    expect(seen).toEqual([...Array(n).keys()]);
  });

  it('may be asked again by the visitor', () => {
    const a = made(150, 7, 'a');
    eachRowOfProducts(a, a, (i, line) => {
      if (i === 3) eachRowOfProducts(a, a, (_j, other) => other.fill(NaN));
      expect(line[5]).toBe(innerProduct(a, i, a, 5));
    });
  });

  it('works on after a visitor has thrown', () => {
    const a = made(6, 3, 'a');
    const failing = () => {
      throw new Error('enough');
    };
    expect(() => eachRowOfProducts(a, a, failing)).toThrow('enough');
    eachRowOfProducts(a, a, (i, line) => expect(line[2]).toBe(innerProduct(a, i, a, 2)));
  });

  it('keeps NaN and infinite numbers', () => {
    const a: Matrix = { rows: 3, columns: 2, values: Float32Array.from([NaN, 1, Infinity, 2, 0, 3]) };
    const lines: number[][] = [];
    eachRowOfProducts(a, { rows: 1, columns: 2, values: Float32Array.from([1, 1]) }, (_i, line) =>
      lines.push([...line]),
    );
    expect(lines).toEqual([[NaN], [Infinity], [3]]);
  });
});

describe('eachRowOfPairs', () => {
  it('has the products with later rows', () => {
    const a = made(1030, 5, 'pairs');
    const [found, expected]: [number[], number[]] = [[], []];
    eachRowOfPairs(a, (i, line) => {
      found.push(...line.subarray(i + 1));
      for (let j = i + 1; j < 1030; j += 1) expected.push(innerProduct(a, i, a, j));
    });
    expect(found).toEqual(expected);
  });
});

describe('products', () => {
  it.each(sizes)('of columns of [d, %i] and [d, %i], d = %i, are sums over the rows', (n, m, d) => {
    const [a, b] = [made(d, n, 'a'), made(d, m, 'b')];
    const means = { a: new Float64Array(n).fill(0.5), b: new Float64Array(m).fill(-2) };
    const found = products(columnLines(a, means.a), columnLines(b, means.b), d);
    for (const [i, j] of [
      [0, 0],
      [n - 1, m - 1],
      [n >> 1, m >> 1],
    ] as const) {
      let sum = 0;
      for (let k = 0; k < d; k += 1) sum += (a.values[k * n + i]! - 0.5) * (b.values[k * m + j]! + 2);
      expect(found[i * m + j]).toBe(sum);
    }
  });

  it('multiplies matrices of float64', () => {
    const a = { rows: 2, columns: 2, values: Float64Array.from([1 / 3, 1, 2, 1e-17]) };
    expect([...products(rowLines(a), columnLines(a), 2)]).toEqual([1 / 9 + 2, 1 / 3 + 1e-17, 2 / 3 + 2e-17, 2]);
  });

  it.each(['no lines', 'lines of no numbers'])('of %s: nothing, or zeros', (kind) => {
    const none = {
      rows: kind === 'no lines' ? 0 : 2,
      columns: kind === 'no lines' ? 2 : 0,
      values: new Float32Array(),
    };
    const found = products(rowLines(none), rowLines(none), none.columns);
    expect([...found]).toEqual(kind === 'no lines' ? [] : [0, 0, 0, 0]);
  });
});
