import type { Side } from './concept';
import type { DrawingName } from './drawings';

/** The emoji of one side, each in every drawing of a list. */
interface SplitRule {
  readonly side: Side;
  readonly drawings: readonly DrawingName[];
}

/** Seen or unseen concepts, in drawings that training shows or not. */
export function splitRules(train: readonly DrawingName[], heldOut: DrawingName): Readonly<Record<string, SplitRule>> {
  const first = train.slice(0, 1);
  return {
    train: { side: 'train', drawings: train },
    val: { side: 'val', drawings: first },
    test: { side: 'test', drawings: first },
    shift: { side: 'train', drawings: [heldOut] },
    'test-shift': { side: 'test', drawings: [heldOut] },
    extreme: { side: 'test', drawings: ['high-contrast'] },
  };
}
