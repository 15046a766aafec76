import type { NumberFormat } from '@alignclip/core';
import { formatCell, formatInterval, formatNumber, formatP } from '../rendering/format-number';
import type { Comparison } from './compare-pairs';
import { tooFewForPermutation, verdictOf } from './verdict';

export interface Claim extends NumberFormat {
  /** The measure in words. */
  readonly name: string;
  readonly better: 'lower' | 'higher';
  /** Says what the tests found; once in a paragraph is enough. */
  readonly tested: boolean;
}

/** "centroid distance .617 ± .010 → .262 ± .020 (difference −.355, 95 % t interval −.402 to −.308, lower in 3 of 3 seeds; …)" */
export function describeComparison(comparison: Comparison, claim: Claim): string {
  const { baseline, treatment, difference, pairs, interval, unpaired } = comparison;
  const unit = claim.percent ? ' %' : '';
  const values = `${claim.name} ${formatCell(baseline, claim)}${unit} → ${formatCell(treatment, claim)}${unit}`;
  const spread = interval === undefined ? '' : `, 95 % t interval ${formatInterval(interval, claim)}`;
  const count = `${claim.better} in ${comparison[claim.better]} of ${counted(pairs)}`;
  const remarks = [...(claim.tested ? [testResult(comparison, claim.better)] : []), ...withoutPartner(unpaired)];
  const tail = remarks.map((text) => `; ${text}`).join('');
  return `${values} (difference ${formatNumber(difference, claim)}${spread}, ${count}${tail})`;
}

function testResult(comparison: Comparison, better: 'lower' | 'higher'): string {
  const { pairs, permutation } = comparison;
  if (pairs < 2) return '1 seed is too few for a test';
  const p = `permutation p ${permutation < 0.001 ? '' : '= '}${formatP(permutation)}`;
  if (!tooFewForPermutation(comparison)) return p;
  const limit = `${p}, which ${counted(pairs)} can't bring below .05`;
  return verdictOf(comparison, better) === 'undecided' ? limit : `${limit}: this rests on the t interval alone`;
}

const counted = (pairs: number): string => `${pairs} seed${pairs === 1 ? '' : 's'}`;

const withoutPartner = (unpaired: readonly number[]): string[] =>
  unpaired.length === 0
    ? []
    : [`without seed${unpaired.length === 1 ? '' : 's'} ${unpaired.join(', ')}, which only one of the two has`];
