import type { ClassSet, Dataset, DualEncoder, Matrix } from '@alignclip/core';
import { evenlySpaced, type Relevance, takeRows } from '@alignclip/metrics';
import { classEmbeddings, targetsOf } from '../classification';
import { embedTexts, type EmbeddedSplit, firstCaptions, seenTexts } from '../splits';

/** Text queries, and documents that can each be shown as a text or as an image. */
export interface MixedTask {
  readonly prefix: string;
  readonly queries: Matrix; // [queries, d]
  readonly text: Matrix; // [documents, d]
  readonly image: Matrix; // [documents, d]
  /** The documents that are right for each query. */
  readonly right: Relevance;
  readonly shownQueries: readonly Shown[];
  readonly shownDocuments: readonly Shown[];
  /** Documents that nothing asks for because they have one caption only. */
  readonly withoutQuery: number;
}

interface Shown {
  readonly id: string;
  readonly caption: string;
}

/** Why no ranking can be better than another; undefined where one can. */
export function whyNoTask({ queries, text, right }: MixedTask): string | undefined {
  if (queries.rows === 0)
    return "no example has two captions that differ to the model: with queries: 'classes' prompts of classes are queries";
  if (text.rows < 2) return 'one document';
  return right.every(({ length }) => length === text.rows) ? 'all documents are right for every query' : undefined;
}

/**
 * An example's first caption asks for it, another one is its text. Documents that have the query among their captions are
 * right as well, unless the data set lists captions to be told apart.
 */
export async function captionTask(
  model: DualEncoder,
  dataset: Dataset,
  split: EmbeddedSplit,
  { mostQueries }: { readonly mostQueries: number },
): Promise<MixedTask> {
  const first = firstCaptions(split);
  const keys = split.captions.map((captions) => seenTexts(model, captions));
  const others = keys.map((own) => own.findIndex((key) => key !== own[0]));
  const asking = [...keys.keys()].filter((i) => others[i]! >= 0);
  const chosen = evenlySpaced(asking.length, mostQueries).map((at) => asking[at]!);
  const texts = first.map((caption, i) => (others[i]! < 0 ? caption : split.captions[i]![others[i]!]!));
  const holders = new Map<string, number[]>();
  keys.forEach((own, i) => new Set(own).forEach((key) => holders.set(key, [...(holders.get(key) ?? []), i])));
  const embed = (list: readonly string[], what: string) =>
    embedTexts(model, list, `${what} of split "${split.name}"`, 'scores');
  const asked = chosen.map((i) => first[i]!);
  const text = await embed(texts, 'documents');
  return {
    prefix: split.name,
    queries:
      asked.length === 0
        ? { rows: 0, columns: text.columns, values: new Float32Array() }
        : await embed(asked, 'queries'),
    text,
    image: split.image,
    right: chosen.map((i) => (dataset.duplicates === 'listed' ? [i] : holders.get(keys[i]![0]!)!)),
    shownQueries: chosen.map((i) => ({ id: split.ids[i]!, caption: first[i]! })),
    shownDocuments: split.ids.map((id, i) => ({ id, caption: texts[i]! })),
    withoutQuery: keys.length - asking.length,
  };
}

/** The prompt ensemble of a class asks for the examples of the class, whose texts are their first captions. */
export async function classTask(
  model: DualEncoder,
  split: EmbeddedSplit,
  set: ClassSet,
  { mostQueries }: { readonly mostQueries: number },
): Promise<MixedTask> {
  const seen = await classEmbeddings(model, set);
  const { examples, classes } = targetsOf(split, set, seen.seenAs);
  const all = firstCaptions(split);
  const captions = examples.map((i) => all[i]!);
  const own = [...new Set(classes)].sort((a, b) => a - b);
  const chosen = evenlySpaced(own.length, mostQueries).map((at) => own[at]!);
  return {
    prefix: `${split.name}/${set.name}`,
    queries: takeRows(seen.weights, chosen),
    text: await embedTexts(model, captions, `documents of split "${split.name}"`, 'scores'),
    image: takeRows(split.image, examples),
    right: chosen.map((number) => [...classes.keys()].filter((i) => classes[i] === number)),
    shownQueries: chosen.map((number) => ({
      id: set.classes[seen.first[number]!]!,
      caption: set.classes[seen.first[number]!]!,
    })),
    shownDocuments: examples.map((i, at) => ({ id: split.ids[i]!, caption: captions[at]! })),
    withoutQuery: 0,
  };
}
