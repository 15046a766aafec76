import type { Statement } from '@alignclip/core';
import { pairedTTest, permutationTest, signFlipPower, studentPairs, studentPower } from '@alignclip/metrics';
import { decideAnytime, judgeStatement } from '@alignclip/reporting';
import { type Law, madeExperiments } from './made-differences';

/** Seeds at which an undecided experiment ends. */
export const atMost = 40;
const level = 0.05;

const statement = (bounds: Partial<Statement> = {}): Statement => ({
  ...{ treatment: 'B', baseline: 'A', name: 'score', better: 'higher', above: 0, level },
  format: { percent: false, digits: 3 },
  valueIn: () => undefined,
  ...bounds,
});
/** Non-inferiority and equivalence within .5 standard deviations. */
export const margin = 0.5;
const noWorse = statement({ above: -margin, level: 2 * level });
const same = statement({ above: -margin, below: margin, level: 2 * level });
const kinds = { better: statement(), 'no worse': noWorse, same } as const;
type Kind = keyof typeof kinds;

/** What became of experiments under one rule, as shares. */
interface Outcome {
  readonly holds: number;
  readonly fails: number;
  /** Mean number of seeds. */
  readonly seeds: number;
}

/** Seeds are added one by one until the test that may always be looked at decides, at most 40. */
export function untilDecided(law: Law, effect: number, experiments: number, kind: Kind = 'better'): Outcome {
  const made = madeExperiments(law, effect, atMost, experiments).map((values) => decideAnytime(values, kinds[kind]));
  return {
    ...shares(made.map(({ verdict }) => verdict)),
    seeds: made.reduce((sum, { pairs }) => sum + pairs, 0) / experiments,
  };
}

/** The verdict for a number of seeds that was named in advance. */
export function named(law: Law, effect: number, pairs: number, experiments: number, kind: Kind = 'better'): Outcome {
  const made = madeExperiments(law, effect, pairs, experiments);
  return { ...shares(made.map((values) => judgeStatement(values, kinds[kind], level))), seeds: pairs };
}

/** The t interval looked at after every seed from the fifth: what must not be done. */
export function lookedAtOften(experiments: number): number {
  const made = madeExperiments('normal', 0, atMost, experiments);
  const found = made.filter((values) =>
    values.some((_, i) => i >= 4 && pairedTTest(values.slice(0, i + 1), new Array<number>(i + 1).fill(0))! <= level),
  );
  return found.length / experiments;
}

function shares(verdicts: readonly string[]) {
  const share = (verdict: string) => verdicts.filter((one) => one === verdict).length / verdicts.length;
  return { holds: share('holds'), fails: share('fails') };
}

/** Seeds of a design that is fixed in advance, for 80 and 95 % power of the two-sided t test. */
export const fixedDesign = (effect: number): (number | undefined)[] =>
  [0.8, 0.95].map((power) => studentPairs(effect, power, { level, sides: 2 }));

/** Computed power against the share of made experiments in which each test finds the effect. */
export function checkPower(effect: number, pairs: number, experiments: number) {
  const design = { level, sides: 2 } as const;
  const zeros = new Array<number>(pairs).fill(0);
  const made = madeExperiments('normal', effect, pairs, experiments);
  const share = (found: (values: number[]) => boolean) => made.filter(found).length / experiments;
  return {
    student: studentPower(effect, pairs, design),
    studentSeen: share((values) => pairedTTest(values, zeros)! <= level),
    signFlip: signFlipPower(effect, pairs, design),
    signFlipSeen: share((values) => permutationTest(values, zeros).pValue <= level),
  };
}
