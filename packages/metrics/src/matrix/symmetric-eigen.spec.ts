import { random } from '@alignclip/core';
import { EigenvalueDecomposition, Matrix as Dense } from 'ml-matrix';
import { symmetricEigen } from './symmetric-eigen';

/** B Bᵀ of a drawn [n, rank] matrix whose columns fall off by `decay`. */
function made(n: number, rank: number, decay = 1): Dense {
  const draw = random('symmetric', n, rank);
  const b = Dense.from1DArray(
    n,
    rank,
    Array.from({ length: n * rank }, (_, at) => draw.normal() * decay ** (at % rank)),
  );
  return b.mmul(b.transpose());
}

const cases: [string, Dense][] = [
  ['one number', new Dense([[-3]])],
  [
    'two',
    new Dense([
      [0, 1],
      [1, 0],
    ]),
  ],
  ['zeros', Dense.zeros(5, 5)],
  ['equal eigenvalues', Dense.eye(7).mul(4)],
  ['a full rank', made(33, 60)],
  ['a low rank', made(40, 6)],
  ['eigenvalues over many orders', made(24, 40, 0.4)],
  ['tiny numbers', made(9, 12).mul(1e-200)],
  ['huge numbers', made(9, 12).mul(1e150)],
  ['both signs', Dense.sub(made(12, 5), made(12, 4))],
];

describe('symmetricEigen', () => {
  it.each(cases)('of %s gives unit vectors that are only stretched', (_kind, matrix) => {
    const n = matrix.rows;
    const { values, vectors } = symmetricEigen(matrix.to1DArray(), n);
    const lines = Dense.from1DArray(n, n, vectors);
    const scale = Math.max(1e-300, ...values.map(Math.abs));
    const stretched = Dense.sub(lines.mmul(matrix), Dense.diag([...values]).mmul(lines)).div(scale);
    expect(Math.max(...stretched.abs().to1DArray())).toBeLessThan(1e-13);
    const angles = Dense.sub(lines.mmul(lines.transpose()), Dense.eye(n)).abs();
    expect(Math.max(...angles.to1DArray())).toBeLessThan(1e-13);
    const others = new EigenvalueDecomposition(matrix.clone().div(scale), { assumeSymmetric: true }).realEigenvalues;
    const sorted = (list: Iterable<number>) => [...list].sort((a, b) => a - b);
    sorted(values).forEach((value, i) => expect(value / scale).toBeCloseTo(sorted(others)[i]!, 12));
  });

  it('reads the lower triangle', () => {
    const { values } = symmetricEigen([2, 99, 1, 2], 2);
    expect([...values].sort()).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
  });

  it('refuses NaN', () => {
    expect(() => symmetricEigen([1, 0, 0, NaN, 1, 0, 0, 0, 1], 3)).toThrow(/was not found/);
  });
});
