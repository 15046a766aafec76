import type { Statement } from '@alignclip/core';
import {
  describeSample,
  signFlipPairs,
  signFlipPower,
  smallestEffect,
  studentPairs,
  studentPower,
  upperSpread,
  type TestDesign,
} from '@alignclip/metrics';

/** For 80 % and for 95 % power; undefined where it takes more than 1,000 pairs, or where nothing can be seen. */
export type ForPowers = readonly (number | undefined)[];
export const powers = [0.8, 0.95] as const;

/** What a statement needs, from the pairs that there are. */
export interface StatementPlan {
  readonly pairs: number;
  /** The improvement that is to be seen, in the unit of the score. */
  readonly improvement: number;
  /** Standard deviation of the differences; undefined below two pairs, 0 where all are equal. */
  readonly sd: number | undefined;
  /** Whether it lies beyond a bound on the wrong side, where no number of pairs shows the statement. */
  readonly isOutside: boolean;
  readonly student: ForPowers;
  /** With the standard deviation at its upper 80 % limit. */
  readonly cautious: ForPowers;
  readonly signFlip: ForPowers;
  /** The sign-flip test at the level of the smallest p under Holm's correction. */
  readonly holm: ForPowers;
  /** The smallest improvement beyond its bound that the present pairs show, by each test. */
  readonly seenByStudent: ForPowers;
  readonly seenBySignFlip: ForPowers;
}

const nothing: ForPowers = [undefined, undefined];

/**
 * Plans one statement. `differences`: the improvements of the present pairs. `wanted`: the improvement to be seen
 * (default: the seen one, and none for a statement with a margin: that the two are equal). `tests`: those of its table.
 */
export function planStatement(
  statement: Statement,
  differences: readonly number[],
  tests: number,
  wanted?: number,
): StatementPlan {
  const { mean = 0, sd } = differences.length === 0 ? {} : describeSample(differences);
  const improvement = statement.above < 0 ? 0 : (wanted ?? mean);
  const distance = distanceOf(statement, improvement);
  const known = { pairs: differences.length, improvement, sd, isOutside: distance < 0 };
  if (sd === undefined || sd === 0) {
    const none = { student: nothing, cautious: nothing, signFlip: nothing, holm: nothing };
    return { ...known, ...none, seenByStudent: nothing, seenBySignFlip: nothing };
  }
  const design = designOf(statement);
  const effect = distance / sd;
  const atHolm = { ...design, level: design.level / tests };
  const each = (pairsFor: (power: number) => number | undefined) =>
    powers.map((power) => (known.isOutside ? undefined : pairsFor(needed(statement, power))));
  const n = differences.length;
  return {
    ...known,
    student: each((power) => studentPairs(effect, power, design)),
    cautious: each((power) => studentPairs((effect * sd) / upperSpread(sd, n), power, design)),
    signFlip: each((power) => signFlipPairs(effect, power, design)),
    holm: each((power) => signFlipPairs(effect, power, atHolm)),
    seenByStudent: each((power) => sd * smallestEffect(power, (one) => studentPower(one, n, design))),
    seenBySignFlip: each((power) => {
      if (signFlipPower(1e6, n, design) < power) return undefined;
      return sd * smallestEffect(power, (one) => signFlipPower(one, n, design), 1e-3);
    }),
  };
}

/** A margin is passed one way only. */
const designOf = ({ above, below, level }: Statement): TestDesign =>
  above < 0 || below !== undefined ? { level: level / 2, sides: 1 } : { level, sides: 2 };

/** How far the improvement lies within the nearest bound; negative beyond it. */
const distanceOf = ({ above, below = Infinity }: Statement, improvement: number): number =>
  Math.min(improvement - above, below - improvement);

/** Two bounds are both passed with this power where each is with half of the misses. */
const needed = ({ below }: Statement, power: number): number => (below === undefined ? power : 1 - (1 - power) / 2);
