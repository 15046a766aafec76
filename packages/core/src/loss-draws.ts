import { exampleKeys, uniformRows } from './draws';
import { random, type Random } from './random';

/**
 * Random numbers of loss terms. They follow from the run's seed, the epoch, the examples and `name` alone: a resumed run
 * draws the same, and so does a batch in another order. A term begins its names with its symbol.
 */
export interface LossDraws {
  /** Uniform in [0, 1), a row for each example, [N, columns] in row-major order. */
  uniform(name: string, columns: number): Float32Array;
  /** Standard normal, a row for each example, [N, columns] in row-major order. */
  normal(name: string, columns: number): Float32Array;
  /** One number of Beta(a, a) for the whole batch, a > 0. */
  beta(name: string, a: number): number;
}

/** The draws of a batch whose examples have these keys, two words each. */
export const lossDraws = (keys: Uint32Array): LossDraws => ({
  uniform: (name, columns) => uniformRows(keys, `losses/${name}`, columns),
  normal(name, columns) {
    const [lengths, angles] = ['length', 'angle'].map((part) => uniformRows(keys, `losses/${name}/${part}`, columns));
    return lengths!.map((u, i) => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * angles![i]!)); // Box-Muller
  },
  beta(name, a) {
    const stream = random('losses', name, ...batchKey(keys));
    const [x, y] = [gamma(stream, a), gamma(stream, a)];
    return x + y > 0 ? x / (x + y) : 0.5;
  },
});

/** The draws of a batch outside training, whose examples are told apart by their places. */
export const drawsWithoutKeys = (rows: number): LossDraws =>
  lossDraws(
    exampleKeys(
      0,
      Array.from({ length: rows }, (_, index) => ({ epoch: 0, index })),
    ),
  );

/** Two words that follow from the set of examples, not from their order. */
function batchKey(keys: Uint32Array): [number, number] {
  const words: [number, number] = [0, 0];
  for (let i = 0; i < keys.length; i += 2) {
    words[0] = (words[0] + keys[i]!) >>> 0;
    words[1] = (words[1] ^ keys[i + 1]!) >>> 0;
  }
  return words;
}

/** A number of Gamma(a, 1): Marsaglia & Tsang 2000, with their step for a < 1. */
function gamma(stream: Random, a: number): number {
  if (a < 1) return gamma(stream, a + 1) * (1 - stream.uniform()) ** (1 / a);
  const d = a - 1 / 3;
  for (;;) {
    const x = stream.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - stream.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
