import type { Random } from '@alignclip/core';

/** Fills a new parameter; shape in, values in row-major order out. */
export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

const fill =
  (draw: (random: Random) => number): Initialiser =>
  (shape, random) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw(random));

export const constant = (value: number): Initialiser => fill(() => value);
export const zeros = constant(0);
export const ones = constant(1);
export const normal = (std: number): Initialiser => fill((random) => std * random.normal());
/** U(-bound, bound) */
export const uniform = (bound: number): Initialiser => fill((random) => bound * (2 * random.uniform() - 1));
