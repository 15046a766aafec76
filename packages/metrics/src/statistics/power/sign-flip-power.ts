import { random } from '@alignclip/core';
import { studentPairs, type TestDesign } from './student-power';
import { signFlipTail } from './sign-flip-tail';

/** Made samples behind each power: its standard error is at most 1.1 points. */
const samples = 2000;

/** By number of pairs: the same normal values for every effect, so that power grows with the effect. */
const made = new Map<number, readonly Float64Array[]>();

function normalSamples(pairs: number): readonly Float64Array[] {
  const known = made.get(pairs);
  if (known) return known;
  const stream = random('sign-flip-power', pairs);
  const drawn = Array.from({ length: samples }, () => Float64Array.from({ length: pairs }, () => stream.normal()));
  made.clear();
  made.set(pairs, drawn);
  return drawn;
}

/** The smallest p that so many pairs can give. */
const smallest = (pairs: number, { sides }: TestDesign): number => Math.min(1, sides / 2 ** pairs);

/**
 * Power of the sign-flip test with n pairs, by simulation of 2,000 samples of normal differences: the chance that it finds
 * a true mean difference of `effect` standard deviations. 0 where so few pairs can't reach the level.
 */
export function signFlipPower(effect: number, pairs: number, design: TestDesign): number {
  if (smallest(pairs, design) > design.level) return 0;
  const found = normalSamples(pairs).filter((sample) => {
    const differences = sample.map((value) => value + effect);
    const sum = differences.reduce((total, value) => total + value, 0);
    const tail = signFlipTail(differences, design.sides === 2 ? Math.abs(sum) : sum);
    return Math.min(1, design.sides * tail) <= design.level;
  });
  return found.length / samples;
}

/** Beyond so many pairs both tests need the same number, to the error of the simulation. */
const mostSimulated = 60;

/**
 * The fewest pairs with which the sign-flip test finds `effect` with this power, as the t test beyond 60 pairs; undefined
 * where it takes more than 1,000.
 */
export function signFlipPairs(effect: number, power: number, design: TestDesign): number | undefined {
  const student = studentPairs(effect, power, design);
  if (student === undefined || student > mostSimulated) return student;
  let pairs = student;
  while (smallest(pairs, design) > design.level) pairs += 1;
  while (signFlipPower(effect, pairs, design) < power) pairs += 1;
  return pairs;
}
