import { random } from '@alignclip/core';
import { apartKernelOf } from '../clustering/row-distances';
import { reflectKernelOf, rotateKernelOf } from './eigen-kernels';
import { productKernelOf } from './product-kernel';
import type { WebAssemblyOfNode } from './wasm';

const { WebAssembly: node } = globalThis as unknown as { WebAssembly: WebAssemblyOfNode };
/** An engine that knows no vectors. */
const withoutVectors = { validate: () => false } as unknown as WebAssemblyOfNode;
type Case = readonly [name: string, engine: WebAssemblyOfNode | null];
const engines: readonly Case[] = [
  ['without WebAssembly', null],
  ['without vectors', withoutVectors],
];
const all: readonly Case[] = [['in WebAssembly', node], ...engines];

/** Ordinary numbers, and those with rules of their own. */
const numbersOf = (key: string, count: number): Float64Array => {
  const draw = random('kernels', key, count);
  const odd = [NaN, Infinity, -Infinity, -0, 5e-324, 1e300];
  return Float64Array.from({ length: count }, () => {
    const value = draw.normal() * 10 ** draw.integer(9);
    return draw.integer(40) === 0 ? odd[draw.integer(odd.length)]! : value;
  });
};

describe('kernels', () => {
  it.each(engines)('give the same bits %s: products', (_, engine) => {
    for (const [inner, panels] of [
      [1, 1],
      [2, 3],
      [7, 1],
      [512, 16],
    ] as const) {
      const [ofB, ofC, stride] = [4 * inner, 4 * inner * (1 + panels), 4 * panels];
      const start = numbersOf('products', ofC + 4 * stride);
      const results = [productKernelOf(node)(), productKernelOf(engine)()].map((kernel) => {
        const numbers = new Float64Array(kernel.memory(8 * start.length), 0, start.length);
        numbers.set(start);
        kernel.run(0, 8 * ofB, 8 * ofC, inner, panels, 8 * stride);
        return [...numbers];
      });
      expect(results[1]).toEqual(results[0]);
      expect(results[0]!.slice(0, ofC)).toEqual([...start.subarray(0, ofC)]);
    }
  });

  it.each(engines)('give the same bits %s: distances', (_, engine) => {
    for (const count of [4, 8, 516]) {
      const [a, b] = [Float32Array.from(numbersOf('a', count)), numbersOf('b', count)];
      const results = [apartKernelOf(node)(), apartKernelOf(engine)()].map((kernel) => {
        new Float32Array(kernel.memory(12 * count), 0, count).set(a);
        new Float64Array(kernel.memory(12 * count), 4 * count, count).set(b);
        return kernel.run(0, 4 * count, count);
      });
      expect(results[1]).toBe(results[0]);
    }
  });

  it.each(engines)('give the same bits %s: rotations', (_, engine) => {
    for (const pairs of [1, 2, 257]) {
      const start = numbersOf('rotations', 4 * pairs + 2);
      const results = [rotateKernelOf(node)(), rotateKernelOf(engine)()].map((kernel) => {
        const numbers = new Float64Array(kernel.memory(8 * start.length), 0, start.length);
        numbers.set(start);
        kernel.run(0, 16 * pairs, pairs, 32 * pairs);
        return [...numbers];
      });
      expect(results[1]).toEqual(results[0]);
    }
  });

  it.each(engines)('give the same bits %s: reflections', (_, engine) => {
    for (const count of [1, 2, 131]) {
      const start = numbersOf('reflections', 9 * count + 1);
      const results = [reflectKernelOf(node)(), reflectKernelOf(engine)()].map((kernel) => {
        const numbers = new Float64Array(kernel.memory(8 * start.length), 0, start.length);
        numbers.set(start);
        kernel.run(0, 64 * count, count, 72 * count);
        return [...numbers];
      });
      expect(results[1]).toEqual(results[0]);
    }
  });

  it.each(all)('keep what is in their memory when it grows, %s', (_, engine) => {
    const kernel = apartKernelOf(engine)();
    new Float64Array(kernel.memory(16), 0, 2).set([3, 4]);
    const large = new Float64Array(kernel.memory(1e6));
    expect(large.byteLength).toBeGreaterThanOrEqual(1e6);
    expect([...large.subarray(0, 3)]).toEqual([3, 4, 0]);
    expect(kernel.memory(8).byteLength).toBe(large.byteLength);
  });

  it.each(all)('say so where there is no memory, %s', (_, engine) => {
    const kernel = apartKernelOf(engine)();
    expect(() => kernel.memory(2 ** 53)).toThrow(/^no memory for .* take fewer rows$/);
    expect(kernel.memory(8).byteLength).toBe(65_536);
  });
});
