import { type Random, random } from '@alignclip/core';

/** Laws of the differences, each with mean 0 and variance 1. */
export const laws = {
  normal: (stream: Random) => stream.normal(),
  uniform: (stream: Random) => Math.sqrt(12) * (stream.uniform() - 0.5),
  /** Student's with 5 degrees of freedom: far values are common. */
  heavy: (stream: Random) => {
    let squares = 0;
    for (let i = 0; i < 5; i += 1) squares += stream.normal() ** 2;
    return stream.normal() / Math.sqrt(squares / 5) / Math.sqrt(5 / 3);
  },
  /** Exponential: one side is long. */
  skewed: (stream: Random) => -Math.log(1 - stream.uniform()) - 1,
  /** A recall over few items: 11 values. */
  coarse: (stream: Random) => Math.round(stream.normal() * 2) / Math.sqrt(4 + 1 / 12),
} satisfies Record<string, (stream: Random) => number>;

export type Law = keyof typeof laws;

/** `experiments` of `pairs` differences of standard deviation 1 around `effect`, the same at every call. */
export function madeExperiments(law: Law, effect: number, pairs: number, experiments: number): number[][] {
  const stream = random('made-experiments', law, pairs, effect * 1000);
  return Array.from({ length: experiments }, () => Array.from({ length: pairs }, () => effect + laws[law](stream)));
}
