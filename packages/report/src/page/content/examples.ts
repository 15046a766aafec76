import { pairOf, type Modality, type RunRecord } from '@alignclip/core';
import { markedNames, markNotes, runsByVariant } from '@alignclip/reporting';
import { z } from 'zod';
import type { ExampleSet, Query, QueryAnswer } from '../../page-data';
import type { Images } from './read-images';
import { storedQueries, type StoredQueries } from './stored-queries';

export interface Examples {
  readonly sets: readonly ExampleSet[];
  /** Sentences about what isn't shown. */
  readonly notes: readonly string[];
}

const item = z.object({ id: z.string(), caption: z.string() });
const found = item
  .extend({
    right: z.boolean(),
    cosine: z.number().optional(),
    score: z.number().optional(),
    shown: z.enum(['image', 'text']).optional(),
    under: z.string().optional(),
  })
  .transform(({ cosine, score: own, ...one }, context) => {
    const score = cosine ?? own;
    if (score !== undefined) return { ...one, score };
    context.addIssue('neither a cosine nor a score');
    return z.NEVER;
  });
const queries = z.array(item.extend({ rank: z.number().optional(), found: z.array(found).max(20) })).max(200);

/** One run's queries for one search. */
interface Part extends Omit<StoredQueries, 'examples'> {
  readonly record: RunRecord;
  readonly queries: z.output<typeof queries>;
}

/** The example queries that evaluators stored in the records, the variants of a seed, and fold, together. */
export function examplesOf(
  records: readonly RunRecord[],
  colours: ReadonlyMap<string, string>,
  images: Images,
): Examples {
  const parts = records.flatMap(partsOf);
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = JSON.stringify([part.split, part.finds, pairOf(part.record)]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const without = records.filter((record) => !parts.some((part) => part.record === record));
  const variants = runsByVariant(records);
  const names = markedNames(variants);
  return {
    sets: [...groups.values()].map((group) => setOf(group, { names, colours }, images)),
    notes: [...notesOn(records, without), ...(parts.length > 0 ? markNotes(variants) : [])],
  };
}

function notesOn(records: readonly RunRecord[], without: readonly RunRecord[]): string[] {
  if (without.length === 0) return [];
  if (without.length === records.length) {
    return ['No run has example queries: the evaluators lack retrieval(), or an older version wrote the records.'];
  }
  return [`Without example queries: ${without.map((run) => `${run.variant} (seed ${pairOf(run)})`).join(', ')}.`];
}

/** Invalid details count as missing. */
const partsOf = (record: RunRecord): Part[] =>
  storedQueries(record).flatMap(({ examples, ...about }) => {
    const parsed = queries.safeParse(examples);
    return parsed.success && parsed.data.length > 0 ? [{ ...about, record, queries: parsed.data }] : [];
  });

/** How each variant is shown. */
interface Looks {
  readonly names: ReadonlyMap<string, string>;
  readonly colours: ReadonlyMap<string, string>;
}

/** Merges the answers of several variants to the same query. */
function setOf(group: readonly Part[], { names, colours }: Looks, images: Images): ExampleSet {
  const { split, finds, byImage, record } = group[0]!;
  const byQuery = new Map<string, { query: Omit<Query, 'answers'>; answers: QueryAnswer[] }>();
  for (const part of group) {
    const withImage = <T extends { readonly id: string }>(one: T, shown: Modality) => ({
      ...one,
      image: shown === 'image' ? images.ask(part.record, split, one.id) : -1,
    });
    for (const { id, caption, rank, found } of part.queries) {
      const key = JSON.stringify([id, caption]);
      const entry = byQuery.get(key) ?? {
        query: { item: withImage({ id, caption }, byImage ? 'image' : 'text') },
        answers: [],
      };
      const { variant } = part.record;
      const answers = found.map(({ shown = part.shown, ...one }) => withImage({ ...one, shown }, shown));
      byQuery.set(key, entry);
      entry.answers.push({ variant: names.get(variant)!, colour: colours.get(variant)!, rank, found: answers });
    }
  }
  return {
    ...{ split, finds, byImage, seed: pairOf(record) },
    queries: [...byQuery.values()].map(({ query, answers }) => ({ ...query, answers })),
  };
}
