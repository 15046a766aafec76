import { UserError } from '@alignclip/core';
import type { Numbers, Trajectory } from './trajectory';

/** How far two trainings are from a third, in one of the numbers that they came to. */
export interface Drift {
  readonly what: string;
  /** Root mean square distance from the float64 training: ours, and PyTorch's in the same precision. */
  readonly ours: number;
  readonly theirs: number;
  /** The largest of the numbers themselves. */
  readonly size: number;
  readonly limit: number;
}

/**
 * How much farther than PyTorch's ours may be. Each distance is one draw of what the steps make of the first rounding
 * errors: of two trainings that are equally good one is the farther. The golden checks allow trained weights as much.
 */
const factor = 2;

/** One unit of the last place of a float32 number of size 1, as in the golden checks. */
const unit = 2 ** -23;

/** Losses are differences of logits s · cosine, and are known no better than those. */
const logitsOf = ({ curves }: Trajectory): number => largest(curves['logit scale'] ?? []);

/** Every curve, all weights together, and every score. Throws UserError where the two sides don't have the same numbers. */
export function drifts(ours: Trajectory, theirs: Trajectory, exact: Trajectory): Drift[] {
  const curves = namesOf('curves', ours, theirs, exact).map((name) =>
    driftOf(name, ours.curves[name]!, theirs.curves[name]!, exact.curves[name]!, logitsOf(exact)),
  );
  const addresses = namesOf('weights', ours, theirs, exact);
  const all = (numbers: Numbers) => addresses.flatMap((address) => Array.from(numbers[address]!));
  const weights = driftOf('weights', all(ours.weights), all(theirs.weights), all(exact.weights));
  return [...curves, weights, ...scoreDrifts(ours, theirs, exact)];
}

function namesOf(kind: 'curves' | 'weights' | 'scores', ours: Trajectory, ...others: readonly Trajectory[]): string[] {
  const names = Object.keys(ours[kind]).sort();
  for (const other of others) {
    const theirs = Object.keys(other[kind]).sort();
    const only = [...names, ...theirs].filter((name) => !names.includes(name) || !theirs.includes(name));
    if (only.length > 0) throw new UserError(`${kind} that only one side has: ${only.join(', ')}`);
  }
  return names;
}

/** √ mean (x_i − y_i)²; NaN counts as infinitely far. */
export function rootMeanSquare(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length === 0) return Infinity;
  let squares = 0;
  for (let i = 0; i < x.length; i += 1) squares += (x[i]! - y[i]!) ** 2;
  return Number.isNaN(squares) ? Infinity : Math.sqrt(squares / x.length);
}

function driftOf(
  what: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  exact: ArrayLike<number>,
  madeOf = 0,
): Drift {
  const [own, other] = [rootMeanSquare(ours, exact), rootMeanSquare(theirs, exact)];
  const size = largest(exact);
  return { what, ours: own, theirs: other, size, limit: factor * other + unit * Math.max(size, madeOf) };
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** A share of queries moves in steps: the limit of each follows from the one of PyTorch's that differs most. */
function scoreDrifts(ours: Trajectory, theirs: Trajectory, exact: Trajectory): Drift[] {
  const names = namesOf('scores', ours, theirs, exact);
  const distance = (side: Trajectory, name: string) => Math.abs(side.scores[name]! - exact.scores[name]!);
  const ofKind = (isRecall: boolean) => names.filter((name) => name.startsWith('retrieval/') === isRecall);
  const recalls = ofKind(true);
  const most = Math.max(...recalls.map((name) => distance(theirs, name)));
  return [
    ...ofKind(false).map((name) => driftOf(name, [ours.scores[name]!], [theirs.scores[name]!], [exact.scores[name]!])),
    ...recalls.map((what) => ({
      what,
      ours: distance(ours, what),
      theirs: distance(theirs, what),
      size: 1,
      limit: factor * most,
    })),
  ];
}

/** Those that are beyond their limit; a distance that is no number is. */
export const beyond = (all: readonly Drift[]): Drift[] => all.filter(({ ours, limit }) => !(ours <= limit));
