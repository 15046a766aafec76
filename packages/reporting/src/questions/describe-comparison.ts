import type { Format } from '../measure';
import { formatCell, formatNumber } from '../rendering/format-number';
import type { Comparison } from './compare-pairs';

export interface Claim extends Format {
  /** The measure in words. */
  readonly name: string;
  readonly better: 'lower' | 'higher';
  /** Says so where the seeds are too few for a test; once in a paragraph is enough. */
  readonly warn: boolean;
}

/** "centroid distance .617 ± .010 → .262 ± .020 (difference −.355, lower in 3 of 3 seeds; 3 seeds are too few for a test)" */
export function describeComparison(comparison: Comparison, claim: Claim): string {
  const { baseline, treatment, difference, seeds, interval, unpaired } = comparison;
  const unit = claim.percent ? ' %' : '';
  const values = `${claim.name} ${formatCell(baseline, claim)}${unit} → ${formatCell(treatment, claim)}${unit}`;
  const spread =
    interval === undefined ? '' : `, 95 % interval ${interval.map((end) => formatNumber(end, claim)).join(' to ')}`;
  const count = `${claim.better} in ${comparison[claim.better]} of ${seeds} seed${seeds === 1 ? '' : 's'}`;
  const warnings = [...(claim.warn ? tooFew(comparison) : []), ...withoutPartner(unpaired)].map((text) => `; ${text}`);
  return `${values} (difference ${formatNumber(difference, claim)}${spread}, ${count}${warnings.join('')})`;
}

const tooFew = ({ seeds, interval }: Comparison): string[] =>
  interval === undefined ? [`${seeds} ${seeds === 1 ? 'seed is' : 'seeds are'} too few for a test`] : [];

const withoutPartner = (unpaired: readonly number[]): string[] =>
  unpaired.length === 0
    ? []
    : [`without seed${unpaired.length === 1 ? '' : 's'} ${unpaired.join(', ')}, which only one of the two has`];
