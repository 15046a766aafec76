import '@tensorflow/tfjs-backend-cpu';
import type { Tensor } from '@alignclip/core';
import { loadWasm } from './wasm-kernels';
import { randomMatrix } from './testing/random-matrix';
import { tf } from './tf';

/** The value and gradients of a function of two tensors, on one backend. */
async function gradients(
  backend: 'wasm' | 'cpu',
  shapes: readonly (readonly number[])[],
  apply: (...inputs: Tensor[]) => Tensor,
): Promise<number[][]> {
  if (backend === 'wasm') await loadWasm();
  else await tf.setBackend('cpu');
  return tf.tidy(() => {
    const inputs = shapes.map((shape, seed) =>
      tf.reshape(tf.tensor(randomMatrix(seed, 1, tf.util.sizeFromShape([...shape]))), [...shape]),
    );
    const weighted = (...given: Tensor[]): Tensor => {
      const value = apply(...given);
      return tf.sum(tf.mul(value, tf.reshape(tf.sin(tf.range(0, value.size)), value.shape)));
    };
    return [...tf.grads(weighted)(inputs), apply(...inputs)].map((tensor) => [...tensor.dataSync()]);
  });
}

async function expectEqual(
  shapes: readonly (readonly number[])[],
  apply: (...inputs: Tensor[]) => Tensor,
): Promise<void> {
  const wasm = await gradients('wasm', shapes, apply);
  const cpu = await gradients('cpu', shapes, apply);
  expect(wasm.length).toBe(shapes.length + 1);
  wasm.forEach((values, which) => {
    expect(values.length).toBe(cpu[which]!.length);
    values.forEach((value, place) => expect(value).toBeCloseTo(cpu[which]![place]!, 4));
  });
}

describe('registerWasmKernels', () => {
  it.each([
    { transposeA: false, transposeB: false, a: [3, 4], b: [4, 5] },
    { transposeA: true, transposeB: false, a: [4, 3], b: [4, 5] },
    { transposeA: false, transposeB: true, a: [3, 4], b: [5, 4] },
    { transposeA: true, transposeB: true, a: [4, 3], b: [5, 4] },
  ])(
    "gives the cpu backend's product and gradients with transposes $transposeA, $transposeB",
    ({ transposeA, transposeB, a, b }) => expectEqual([a, b], (x, y) => tf.matMul(x, y, transposeA, transposeB)),
  );

  it('does so for batches of products', () =>
    expectEqual(
      [
        [2, 3, 4, 5],
        [2, 3, 6, 5],
      ],
      (x, y) => tf.matMul(x, y, false, true),
    ));

  it('does so for gather, also with repeated rows', () =>
    expectEqual([[5, 3]], (table) => tf.gather(table, tf.tensor1d([4, 0, 4, 2, 4], 'int32'))));

  it('leaves no tensor behind', async () => {
    await loadWasm();
    const table = tf.ones([4, 2]);
    const ids = tf.tensor1d([1, 1, 3, 0], 'int32');
    const start = tf.memory().numTensors;
    tf.unsortedSegmentSum(table, ids, 4).dispose();
    tf.matMul(table, table, true, false).dispose();
    expect(tf.memory().numTensors).toBe(start);
    tf.dispose([table, ids]);
  });
});
