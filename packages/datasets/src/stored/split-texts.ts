import type { ClassSet } from '@alignclip/core';
import { isDamage, type Part } from './stored-example';

/** The captions of each sound example, read without its picture where the part can do that. */
export async function* captionsOf(parts: readonly Part[]): AsyncGenerator<readonly string[]> {
  for (const part of parts) {
    if (part.captions !== undefined) yield* part.captions();
    else for await (const item of part.read(0)) if (!isDamage(item)) yield item.captions;
  }
}

/** Every class in every template. */
export const promptsOf = (sets: readonly ClassSet[]): string[] =>
  sets.flatMap(({ classes, templates }) =>
    templates.flatMap((template) => classes.map((name) => template.replaceAll('{}', name))),
  );
