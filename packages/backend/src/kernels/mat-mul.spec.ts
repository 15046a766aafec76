import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { product } from '../testing/plain-formulas';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { linear } from './mat-mul';
import { matMul } from './mat-mul';

const transpose = (matrix: Numbers): Numbers => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
onEachBackend('matMul', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('agrees with the formula where transposed are a: %s, b: %s', (transposeA, transposeB) => {
    expectParity({
      inputs: [
        transposeA ? randomMatrix(1, 4, 3) : randomMatrix(1, 3, 4),
        transposeB ? randomMatrix(2, 5, 4) : randomMatrix(2, 4, 5),
      ],
      kernel: (a, b) => matMul(a, b, transposeA, transposeB),
      formula: (a, b) => product(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b),
    });
  });
});

onEachBackend('linear', () => {
  it('adds the bias to every row of the product', () => {
    expectParity({
      inputs: [randomMatrix(1, 3, 4), randomMatrix(2, 4, 5), randomMatrix(3, 1, 5)],
      kernel: (x, kernel, bias) => linear(x, kernel, tf.reshape(bias, [-1])),
      formula: (x, kernel, bias) => product(x, kernel).map((row) => row.map((number, j) => number + bias[0]![j]!)),
    });
  });

  it('is the product where there is no bias', () => {
    expectParity({
      inputs: [randomMatrix(1, 3, 4), randomMatrix(2, 4, 5)],
      kernel: (x, kernel) => linear(x, kernel),
      formula: (x, kernel) => product(x, kernel),
    });
  });
});
