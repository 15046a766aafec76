import { type RunRecord, UserError } from '@alignclip/core';
import { decidedItems, type DecidedItem } from '@alignclip/report';
import type { LoadedExperiment } from '@alignclip/experiment';

/** Seeds by variant. */
export type SeedsByVariant = Readonly<Record<string, readonly number[]>>;

export interface SeedLimits {
  /** Seeds of a variant. */
  readonly atMost: number;
  /** Seeds that a batch adds. */
  readonly add: number;
}

/** What the seeds so far decide, and with how many the sweep goes on. */
interface NextSeeds {
  readonly items: readonly DecidedItem[];
  /** Undefined where all is decided, or no variant of what isn't may have more. */
  readonly seeds: SeedsByVariant | undefined;
}

/**
 * Goes on with the variants of what is undecided: the two of each comparison get equal numbers of seeds. A pure function
 * of the records, so that a sweep which was stopped goes on as it would have. Throws UserError on runs that are too short
 * for any verdict.
 */
export function nextSeeds(
  experiment: LoadedExperiment,
  records: readonly RunRecord[],
  seeds: SeedsByVariant,
  { atMost, add }: SeedLimits,
): NextSeeds {
  const items = decidedItems({ records, experiment });
  const short = items.find(({ verdict }) => verdict === 'none');
  if (short !== undefined)
    throw new UserError(
      `--until decided: no number of such short runs decides "${short.title}"; choose another --profile`,
    );
  const wanted = new Map<string, number>();
  for (const { open } of items.filter(({ verdict }) => verdict === 'undecided'))
    for (const { treatment, baseline } of open) {
      const sides = [treatment, baseline].filter((variant) => Object.hasOwn(seeds, variant));
      if (sides.length < 2) continue;
      const pairs = Math.min(...sides.map((variant) => seeds[variant]!.length)) + add;
      for (const variant of sides) wanted.set(variant, Math.max(wanted.get(variant) ?? 0, Math.min(atMost, pairs)));
    }
  const order = orderOf(seeds);
  const entries = Object.entries(seeds).map(([variant, own]) => {
    const more = order
      .filter((seed) => !own.includes(seed))
      .slice(0, Math.max(0, (wanted.get(variant) ?? 0) - own.length));
    return [variant, [...own, ...more]] as const;
  });
  const grows = entries.some(([variant, own]) => own.length > seeds[variant]!.length);
  return { items, seeds: grows ? Object.fromEntries(entries) : undefined };
}

/** The seeds that the variants have, then the next whole numbers, enough for any limit. */
function orderOf(seeds: SeedsByVariant): number[] {
  const known = [...new Set(Object.values(seeds).flat())].sort((a, b) => a - b);
  const next = (known.at(-1) ?? -1) + 1;
  return [...known, ...Array.from({ length: 1000 }, (_, i) => next + i)];
}
