import type { RunRecord } from '@alignclip/core';
import { factorsOf } from '../records/factors-of';
import { configDifferences, type ConfigDifference } from './config-differences';
import { type Difference, shortValue } from './difference';
import { isBelow, isHarmless, isMethod, kindOf } from './factor-kinds';
import { provenanceDifferences } from './provenance-differences';

export interface SetupComparison {
  /** Beside what is studied. */
  readonly differences: readonly Difference[];
  /** Paths that differ because they are studied. */
  readonly studied: readonly string[];
  /** What the records don't say. */
  readonly unknown: readonly string[];
}

/**
 * How the set-up of `run` differs from that of `reference`. Studied are the paths declared so, those of grid factors, and
 * what the method consists of; where nothing of these differs and the profile is one, all that differs in a single kind
 * (the batch size, say).
 */
export function compareSetups(reference: RunRecord, run: RunRecord, declared: readonly string[]): SetupComparison {
  const all = configDifferences(reference.config, run.config).filter(({ path }) => !isHarmless(path));
  const named = [...declared, ...factorPaths(reference), ...factorPaths(run)];
  const meant = all.filter((difference) => isMethod(difference.path) || isNamed(difference, named));
  const other = all.filter((difference) => !meant.includes(difference));
  const isOneFactor = meant.length === 0 && reference.profile === run.profile && kinds(other).size === 1;
  const provenance = provenanceDifferences(reference, run);
  return {
    differences: [
      ...(isOneFactor ? [] : other.map(described)),
      ...provenance.differences.filter(({ kind }) => kind !== 'data' || !decidesData(all)),
    ],
    studied: (isOneFactor ? other : meant).map(({ path }) => path),
    unknown: provenance.unknown,
  };
}

const factorPaths = (run: RunRecord): string[] => Object.keys(factorsOf(run));

/** Something absent is named also by a path below it: there is no weight without its loss. */
const isNamed = ({ path, before, after }: ConfigDifference, named: readonly string[]): boolean =>
  named.some((name) => isBelow(path, name) || ((before === undefined || after === undefined) && isBelow(name, path)));

const kinds = (differences: readonly ConfigDifference[]): Set<string> =>
  new Set(differences.map(({ path }) => kindOf(path)));

const described = ({ path, before, after }: ConfigDifference): Difference => ({
  kind: kindOf(path),
  text: `${path}: ${shortValue(before)} → ${shortValue(after)}`,
});

/** Another data set, or other weights to begin with, has another fingerprint. */
const decidesData = (differences: readonly ConfigDifference[]): boolean =>
  differences.some(({ path }) => ['data', 'initial weights'].includes(kindOf(path)));
