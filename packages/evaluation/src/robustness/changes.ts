import { type DualEncoder, inTemplate, type Matrix } from '@alignclip/core';
import { takeRows } from '@alignclip/metrics';
import type { Search } from './kept';
import { noisy, quantised } from './perturb';
import { seenTexts } from '../splits';

interface Changes {
  readonly variances: readonly number[];
  readonly levels: readonly number[];
  readonly templates: readonly string[];
}

/** Captions in a template, [captions, d], or why they say nothing. */
export type Template = { readonly text: Matrix } | { readonly why: string };

export type Change = { readonly variance: number } | { readonly levels: number } | { readonly template: number };

/** Every change by the last part of its score key. */
export const namesOf = ({ variances, levels, templates }: Changes): Map<string, Change> =>
  new Map<string, Change>([
    ...variances.map((variance) => [`noise-${variance}`, { variance }] as const),
    ...levels.map((count) => [`levels-${count}`, { levels: count }] as const),
    ...templates.map((_, template) => [`template-${template + 1}`, { template }] as const),
  ]);

/** The searches after a change, one for each draw, or why there is none. */
export function changedSearches(
  search: Search,
  chosen: readonly number[],
  change: Change,
  templates: readonly Template[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): string | (() => Search)[] {
  const { items, modality, similarity } = search;
  if ('template' in change) {
    const template = templates[change.template]!;
    if ('why' in template) return template.why;
    const { text } = template;
    return [() => ({ ...search, ...(modality === 'image' ? { queries: takeRows(text, chosen) } : { items: text }) })];
  }
  if (similarity?.rows === 'own')
    return 'the rows of this model have lengths that count; noise and levels are for unit rows';
  if ('levels' in change) return [() => ({ ...search, items: quantised(items, change.levels) })];
  return Array.from({ length: draws }, (_, draw) => () => ({
    ...search,
    items: noisy(items, change.variance, [seed, modality, change.variance, draw]),
  }));
}

/** Why captions in a template say nothing; undefined where they do. */
export function whyNoTemplate(model: DualEncoder, captions: readonly string[], template: string): string | undefined {
  const inTemplates = captions.map((caption) => inTemplate(template, caption));
  const [seen, plain] = [seenTexts(model, inTemplates), seenTexts(model, captions)];
  if (plain.every((key, i) => key === seen[i])) return 'the model sees no difference';
  const { canEmbed = () => true } = model;
  return inTemplates.every(canEmbed) ? undefined : 'there are no embeddings of captions in this template';
}
