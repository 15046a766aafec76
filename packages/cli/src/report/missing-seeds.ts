import type { RunRecord } from '@alignclip/core';

/** A line for each seed that some variant has and another lacks: what can be told without the experiment's file. */
export function missingSeeds(records: readonly RunRecord[]): string[] {
  const seeds = [...new Set(records.map(({ seed }) => seed))].sort((a, b) => a - b);
  const variants = [...new Set(records.map(({ variant }) => variant))];
  const has = (variant: string, seed: number) => records.some((run) => run.variant === variant && run.seed === seed);
  return seeds.flatMap((seed) =>
    variants.filter((variant) => !has(variant, seed)).map((variant) => `missing: ${variant} · seed ${seed}`),
  );
}
