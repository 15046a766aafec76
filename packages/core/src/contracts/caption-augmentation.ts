import type { Random } from '../random';
import { slot } from '../token';

/** Makes the changed copy of a caption that a loss term may need: the signal `textViews`. */
export interface CaptionAugmentation {
  /** Equal random streams give equal copies. */
  apply(caption: string, random: Random): string;
  /** Of files beside its options, such as a dictionary. */
  fingerprint?(): Promise<string>;
}

export const CaptionAugmentation = slot<CaptionAugmentation>()('captionAugmentation');
