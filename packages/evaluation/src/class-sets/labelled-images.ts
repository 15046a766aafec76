import type { ClassSet, Matrix } from '@alignclip/core';
import { takeRows } from '@alignclip/metrics';
import type { EmbeddedSplit } from '../split/embedded-split';
import { targetsOf } from './targets';

/** The images of a split that have a label of one class set, as unit rows, with their class numbers. */
export interface LabelledImages {
  readonly image: Matrix;
  readonly targets: readonly number[];
}

/** Throws UserError on a foreign label and where no image has one. */
export function labelled(split: EmbeddedSplit, set: ClassSet): LabelledImages {
  const { examples, classes } = targetsOf(split, set);
  return { image: takeRows(split.image, examples), targets: classes };
}
