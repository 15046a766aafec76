import { type ClassSet, UserError, unknownName } from '@alignclip/core';
import type { EmbeddedSplit } from '../split/embedded-split';

/** The examples of a split that have a label of one class set. */
export interface Targets {
  /** Rows of the split. */
  readonly examples: readonly number[];
  /** Class numbers, in the order of `examples`. */
  readonly classes: readonly number[];
  /** Examples without a label. */
  readonly unlabelled: number;
}

/** Throws UserError on a label that the class set doesn't have, and where no example has a label. */
export function targetsOf(split: EmbeddedSplit, { name, classes }: ClassSet): Targets {
  const numberOf = new Map(classes.map((label, c) => [label, c]));
  const examples: number[] = [];
  const targets: number[] = [];
  split.labels.forEach((labels, example) => {
    const label = labels?.[name];
    if (label === undefined) return;
    const target = numberOf.get(label);
    if (target === undefined)
      throw unknownName(`label of example "${split.ids[example]}" in class set "${name}":`, label, classes);
    examples.push(example);
    targets.push(target);
  });
  if (examples.length === 0) {
    throw new UserError(`no example of split "${split.name}" has a label of class set "${name}"`);
  }
  return { examples, classes: targets, unlabelled: split.labels.length - examples.length };
}
