import type { RunRecord } from '@alignclip/core';

export interface VariantRuns {
  readonly variant: string;
  /** One a seed, in the order of their seeds. */
  readonly runs: readonly RunRecord[];
}

/** Variants in the order of their first record. Of two runs with one variant and seed the later one stands. */
export function runsByVariant(records: readonly RunRecord[]): VariantRuns[] {
  const variants = new Map<string, Map<number, RunRecord>>();
  for (const record of records) {
    const seeds = variants.get(record.variant) ?? new Map<number, RunRecord>();
    const rival = seeds.get(record.seed);
    if (rival === undefined || isLater(record, rival)) seeds.set(record.seed, record);
    variants.set(record.variant, seeds);
  }
  return [...variants].map(([variant, seeds]) => ({
    variant,
    runs: [...seeds.values()].sort((a, b) => a.seed - b.seed),
  }));
}

function isLater(a: RunRecord, b: RunRecord): boolean {
  return a.startedAt === b.startedAt ? a.key > b.key : a.startedAt > b.startedAt;
}
