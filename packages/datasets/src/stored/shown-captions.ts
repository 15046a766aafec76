import type { ClassSet } from '@alignclip/core';
import type { ReadingOptions } from './reading-options';
import type { StoredSource } from './stored-source';

/** Every caption that training can show; none without a split `train`. */
export function shownCaptions(
  { splits, captions: captionsIn }: StoredSource,
  { captionChoice }: Pick<ReadingOptions, 'captionChoice'>,
): string[] {
  const shown = new Set<string>();
  if (!splits.includes('train')) return [];
  for (const captions of captionsIn?.('train') ?? []) {
    for (const caption of captionChoice === 'first' ? captions.slice(0, 1) : captions) shown.add(caption);
  }
  return [...shown];
}

/** Every class in every template. */
export const promptsOf = (sets: readonly ClassSet[]): string[] =>
  sets.flatMap(({ classes, templates }) =>
    templates.flatMap((template) => classes.map((name) => template.replaceAll('{}', name))),
  );
