import { exampleKeys, rowWords, uniformOf } from '@alignclip/core';
import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { dropout } from './dropout';

const wordsOf = (rows: number) =>
  rowWords(
    exampleKeys(
      3,
      [...Array(rows).keys()].map((index) => ({ epoch: 0, index })),
    ),
    'dropout',
  );

onEachBackend('dropout', () => {
  it.each([
    [1, 1, 0.5],
    [4, 16, 0.3],
    [6, 35, 0.1],
    [70, 19, 0],
  ])('agrees with the formula for %i rows of %i and rate %f', (rows, columns, rate) => {
    const words = wordsOf(rows);
    const draws = uniformOf(words, columns);
    expectParity({
      inputs: [randomMatrix(columns, rows, columns)],
      kernel: (x) => dropout(x, { words, rate }),
      formula: (x) =>
        x.map((row, i) => row.map((number, j) => (draws[i * columns + j]! < rate ? 0 : number / (1 - rate)))),
    });
  });

  it.each([0.1, 0.3, 2 ** -24, 1 - 2 ** -24])('has the bits of x · [draw ≥ rate] · 1 / (1 − rate), rate %f', (rate) => {
    const [rows, columns] = [40, 67];
    const words = wordsOf(rows);
    const x = Float32Array.from(randomMatrix(5, rows, columns).flat());
    const factor = Math.fround(1 / (1 - rate));
    const expected = uniformOf(words, columns).map((draw, i) => x[i]! * (draw >= Math.fround(rate) ? factor : 0));
    const found = tf.tidy(() => dropout(tf.tensor2d(x, [rows, columns]), { words, rate }).dataSync());
    expect(new Uint32Array(found.slice().buffer)).toEqual(new Uint32Array(expected.buffer));
  });
});
