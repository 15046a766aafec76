import type { RunRecord } from '@alignclip/core';
import { z } from 'zod';
import type { Direction, ExampleSet, Query, QueryAnswer } from '../../page-data';
import type { Images } from './images';

export interface Examples {
  readonly sets: readonly ExampleSet[];
  /** Sentences on what isn't shown. */
  readonly notes: readonly string[];
}

const item = z.object({ id: z.string(), caption: z.string() });
const query = item.extend({
  rank: z.number(),
  found: z.array(item.extend({ cosine: z.number(), right: z.boolean() })).max(20),
});
const queries = z.object({ examples: z.array(query).max(200) });
type FoundQuery = z.output<typeof query>;

/** One run's queries on a split in a direction. */
interface Part {
  readonly record: RunRecord;
  readonly split: string;
  readonly direction: Direction;
  readonly queries: readonly FoundQuery[];
}

/** The example queries that evaluator `retrieval` has put into the records, the variants of a seed side by side. */
export function examplesOf(
  records: readonly RunRecord[],
  colours: ReadonlyMap<string, string>,
  images: Images,
): Examples {
  const parts = records.flatMap(partsOf);
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = JSON.stringify([part.split, part.direction, part.record.seed]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const without = records.filter((record) => !parts.some((part) => part.record === record));
  return {
    sets: [...groups.values()].map((group) => setOf(group, colours, images)),
    notes: notesOn(records, without),
  };
}

function notesOn(records: readonly RunRecord[], without: readonly RunRecord[]): string[] {
  if (without.length === 0) return [];
  if (without.length === records.length) {
    return ['No run has example queries: its evaluators lack retrieval(), or an older version of it made the records.'];
  }
  return [`Without example queries: ${without.map(({ variant, seed }) => `${variant} (seed ${seed})`).join(', ')}.`];
}

/** Details that are not as they should be count as absent. */
function partsOf(record: RunRecord): Part[] {
  const details = record.details['retrieval'];
  if (details === null || typeof details !== 'object' || Array.isArray(details)) return [];
  return Object.entries(details).flatMap(([prefix, part]) => {
    const [, split, direction] = /^(.+)\/(image-to-text|text-to-image)$/.exec(prefix) ?? [];
    const parsed = queries.safeParse(part);
    if (split === undefined || !parsed.success || parsed.data.examples.length === 0) return [];
    return [{ record, split, direction: direction as Direction, queries: parsed.data.examples }];
  });
}

/** Queries that several variants answered become one with several answers. */
function setOf(group: readonly Part[], colours: ReadonlyMap<string, string>, images: Images): ExampleSet {
  const { split, direction, record } = group[0]!;
  const byQuery = new Map<string, { query: Omit<Query, 'answers'>; answers: QueryAnswer[] }>();
  for (const part of group) {
    const withImage = <T extends { readonly id: string }>(one: T) => ({
      ...one,
      image: images.ask(part.record, split, one.id),
    });
    for (const { id, caption, rank, found } of part.queries) {
      const key = JSON.stringify([id, caption]);
      const entry = byQuery.get(key) ?? { query: { item: withImage({ id, caption }) }, answers: [] };
      const { variant } = part.record;
      entry.answers.push({ variant, colour: colours.get(variant)!, rank, found: found.map(withImage) });
      byQuery.set(key, entry);
    }
  }
  return {
    split,
    direction,
    seed: record.seed,
    queries: [...byQuery.values()].map(({ query, answers }) => ({ ...query, answers })),
  };
}
