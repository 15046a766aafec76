import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWhere } from '@alignclip/core/testing';
import type { Tensor, Tensor2D } from '@alignclip/core';
import { withPrecision } from '../precision';
import { inEachForm, rounded } from '../testing/bfloat16-forms';
import { bfloat16Bits, made } from '../testing/bfloat16-bits-program';
import { noBfloat16, ownBfloat16 } from '../testing/own-bfloat16';
import { onEachBackend } from '../testing/on-each-backend';
import type { Numbers } from '../testing/expect-parity';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { type Bfloat16Form, bfloat16Form, bfloat16Product, roundedToBfloat16 } from './bfloat16-product';
import { matMul } from './mat-mul';
import { plainProduct } from './plain-product';

/** Random bits, so all exponents, with exact ties and their neighbours, and what is special. */
function oddNumbers(): Float32Array {
  let state = 7;
  const words = Uint32Array.from({ length: 6000 }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return i % 4 === 0 ? state : ((state & 0xffff0000) + 0x8000 + ((i % 4) - 2)) >>> 0;
  });
  const special = [
    0,
    2 ** -126,
    2 ** -127,
    1e-45,
    3.3895314e38,
    3.3961773e38,
    3.3961776e38,
    3.4028235e38,
    Infinity,
    NaN,
  ];
  return Float32Array.of(...new Float32Array(words.buffer), ...special, ...special.map((number) => -number));
}

const transposed = (matrix: Numbers): Numbers => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** op(a) op(b) of rounded operands in float64, and the sum of sizes that bounds the error of float32 sums. */
function exact(a: Numbers, b: Numbers, ta: boolean, tb: boolean) {
  const [rows, columns] = [ta ? transposed(a) : a, tb ? b : transposed(b)].map((matrix) =>
    matrix.map((row) => Float64Array.from(row, rounded)),
  ) as [Float64Array[], Float64Array[]];
  const values = new Float64Array(rows.length * columns.length);
  const bounds = new Float64Array(values.length);
  rows.forEach((row, i) =>
    columns.forEach((column, j) => {
      let [sum, size] = [0, 0];
      for (let k = 0; k < row.length; k++) {
        const term = row[k]! * column[k]!;
        sum += term;
        size += Math.abs(term);
      }
      values[i * columns.length + j] = sum;
      bounds[i * columns.length + j] = size;
    }),
  );
  return { values, bounds };
}

/** Sums in float32; `cast` rounds the result once more. */
function expectProduct(actual: Tensor, form: Bfloat16Form, { values, bounds }: ReturnType<typeof exact>): void {
  const got = actual.dataSync();
  expect(got).toHaveLength(values.length);
  const allowed = (i: number): number => 1e-6 * bounds[i]! + (form === 'cast' ? 2 ** -8 * Math.abs(values[i]!) : 0);
  expect([...got.keys()].filter((i) => !(Math.abs(got[i]! - values[i]!) <= allowed(i)))).toEqual([]);
}

const flags = [false, true].flatMap((ta) => [false, true].map((tb) => [ta, tb] as const));
const matrix = (seed: number, rows: number, columns: number, transposed: boolean): Numbers =>
  transposed ? randomMatrix(seed, columns, rows) : randomMatrix(seed, rows, columns);

onEachBackend('bfloat16Product', () => {
  it('rounds to nearest, ties to even, up to infinity, and keeps what is not a number', () => {
    const odd = oddNumbers();
    const wanted = Array.from(odd, rounded);
    const got = tf.tidy(() => roundedToBfloat16(tf.tensor1d(odd)).dataSync());
    expect(Array.from(got).filter((value, i) => !Object.is(value + 0, wanted[i]! + 0))).toEqual([]);
    inEachForm((form) => {
      const products = bfloat16Product(tf.tensor2d(odd, [odd.length, 1]), tf.ones([1, 1])).dataSync();
      const isDenormal = (i: number) => form === 'cast' && wanted[i] === 0; // TensorFlow may keep it
      expect(
        Array.from(products).filter((value, i) => !isDenormal(i) && !Object.is(value + 0, wanted[i]! + 0)),
      ).toEqual([]);
    });
  });

  it.each([
    [1, 1, 1],
    [3, 4, 5],
    [15, 257, 33],
    [17, 33, 7],
    [1, 300, 37],
    [40, 70, 3],
    [31, 2, 64],
  ])('agrees with exactly rounded operands, and so do its gradients: [%i, %i] × [., %i]', (...sizes) => {
    const [n, k, m] = sizes;
    for (const [ta, tb] of flags) {
      const [a, b, dy] = [matrix(1, n, k, ta), matrix(2, k, m, tb), randomMatrix(3, n, m)];
      const [value, left, right] = [
        exact(a, b, ta, tb),
        ta ? exact(b, dy, tb, true) : exact(dy, b, false, !tb),
        tb ? exact(dy, a, true, ta) : exact(a, dy, !ta, false),
      ];
      inEachForm((form) => {
        const product = (x: Tensor, y: Tensor): Tensor =>
          withPrecision('bfloat16', () => matMul(x as Tensor2D, y as Tensor2D, ta, tb));
        const inputs = [tf.tensor2d(a), tf.tensor2d(b)];
        expectProduct(product(inputs[0]!, inputs[1]!), form, value);
        const [da, db] = tf.grads(product)(inputs, tf.tensor2d(dy)) as [Tensor, Tensor];
        expectProduct(da, form, left);
        expectProduct(db, form, right);
      });
    }
  });

  it('carries what is not finite into its row or column alone', () => {
    const a = tf.tensor2d([NaN, 1, Infinity, 1, 1, 1], [3, 2]);
    inEachForm(() => {
      const [first, second, third] = bfloat16Product(a, tf.tensor2d([2, 0, 3, 1], [2, 2]))
        .arraySync()
        .map((row) => row.map(String));
      expect([first, second, third]).toEqual([
        ['NaN', 'NaN'],
        ['Infinity', 'NaN'],
        ['5', '1'],
      ]);
    });
    a.dispose();
  });

  it('leaves no tensors', () => {
    inEachForm(() => undefined);
    const before = tf.memory().numTensors;
    inEachForm(() => {
      expect(bfloat16Product(tf.ones([3, 2]), tf.ones([2, 4])).shape).toEqual([3, 4]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeWhere(ownBfloat16(), noBfloat16, 'our own product in bfloat16', () => {
  beforeAll(() => tf.setBackend('tensorflow'));

  it('runs where the processor has it', () => expect(bfloat16Form()).toBe('own'));

  it.each([
    [29, 1100, 130],
    [1030, 21, 40],
    [1060, 600, 70],
    [130, 2060, 95],
  ])('agrees with the composed form in both orders of work: [%i, %i] × [., %i]', (n, k, m) => {
    for (const [ta, tb] of flags) {
      const worst = tf.tidy(() => {
        const [a, b] = [
          made(1, ...(ta ? ([k, n] as const) : ([n, k] as const))),
          made(2, ...(tb ? ([m, k] as const) : ([k, m] as const))),
        ];
        const rounded = [roundedToBfloat16(a), roundedToBfloat16(b)] as const;
        const error = tf.abs(tf.sub(bfloat16Product(a, b, ta, tb), plainProduct(...rounded, ta, tb)));
        return tf.max(tf.div(error, plainProduct(tf.abs(a), tf.abs(b), ta, tb))).dataSync()[0];
      });
      expect(worst).toBeLessThan(5e-7);
    }
  });

  it('gives a row the same bits at every place and among any number of rows', () => {
    const [row, kernel] = [randomMatrix(1, 1, 600)[0]!, tf.tensor2d(randomMatrix(2, 600, 70))];
    const found = new Set<string>();
    for (const count of [1, 2, 13, 14, 15, 100, 1023, 1040]) {
      const x = tf.tensor2d(Array.from({ length: count }, () => row));
      for (const one of tf.tidy(() => bfloat16Product(x, kernel).arraySync())) found.add(one.join());
      x.dispose();
    }
    kernel.dispose();
    expect(found.size).toBe(1);
  });

  it('gives the same bits with 1, 2 and 4 threads', async () => {
    const program = [join(__dirname, '../testing/bfloat16-bits-program.ts')];
    const bits = bfloat16Bits();
    for (const threads of ['1', '2', '4']) {
      const env = { ...process.env, TF_NUM_INTRAOP_THREADS: threads };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['-r', '@alignclip/launchers/typescript', ...program],
        { env },
      );
      expect(stdout.trim()).toBe(bits);
    }
  }, 120_000);

  it('gives the sum over nothing as zero', () => {
    const empty = tf.tidy(() => bfloat16Product(tf.ones([3, 0]), tf.ones([0, 2])).dataSync());
    expect([...empty]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('refuses shapes that do not fit', () => {
    expect(() => tf.tidy(() => bfloat16Product(tf.ones([2, 3]), tf.ones([2, 3])))).toThrow(/inner sizes/);
    expect(() => tf.tidy(() => bfloat16Product(tf.ones([2]), tf.ones([2, 3])))).toThrow(/must be matrices/);
  });
});

describe('ALIGNCLIP_BFLOAT16', () => {
  it('names a form; one that does not run or is unknown is refused', async () => {
    await tf.setBackend('cpu');
    process.env['ALIGNCLIP_BFLOAT16'] = 'own';
    expect(() => bfloat16Form()).toThrow('ALIGNCLIP_BFLOAT16');
    process.env['ALIGNCLIP_BFLOAT16'] = 'composed';
    expect(bfloat16Form()).toBe('composed');
    delete process.env['ALIGNCLIP_BFLOAT16'];
    expect(bfloat16Form()).toBe('composed');
  });
});
