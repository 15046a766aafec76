import type { TableCell } from '@alignclip/core';
import { formatOf } from '../options';
import { cellOf } from '../records';
import { formatCell, formatInterval, formatNumber, formatP } from '../rendering/text';
import type { FrontierVerdict, JudgedRemedy } from './judge-frontier';
import type { FrontierOptions } from './options';

export const verdictWords: Readonly<Record<FrontierVerdict, string>> = {
  off: 'off the frontier',
  on: 'on the frontier',
  unknown: 'can’t be told',
};

/** Gains beyond what the bend may hide, over seeds; undefined where the null's curve doesn't reach. */
export const gainCell = ({ scores, nullScores, allowance, sign }: JudgedRemedy): TableCell | undefined =>
  cellOf(nullScores.map((attained, i) => sign * (scores[i]! - attained) - allowance));

/**
 * "AlignCLIP is off the frontier of fixed temperatures: R@10 71.0 ± 1.0 % at centroid distance .120 ± .010, where a fixed
 * temperature attains 65.0 ± 1.2 % (gain 6.0, 95 % t interval 4.1 to 7.9, p = .002, .006 after Holm’s correction over 3
 * remedies)"
 */
export function frontierText(remedy: JudgedRemedy, { gap, task }: FrontierOptions, tests: number): string {
  const { variant, verdict, reason, test } = remedy;
  const head =
    verdict === 'unknown'
      ? `${variant}: can’t be told whether it is off the frontier of fixed temperatures`
      : `${variant} is ${verdictWords[verdict]} of fixed temperatures`;
  if (test === undefined) return `${head}: ${reason ?? 'it has no runs'}`;
  const unit = task.percent ? ' %' : '';
  const format = formatOf(task);
  const score = `${task.name} ${formatCell(cellOf(remedy.scores), format)}${unit}`;
  const at = `at ${gap.name} ${formatCell(cellOf(remedy.gaps), formatOf(gap))}${gap.percent ? ' %' : ''}`;
  const attained = `where a fixed temperature attains ${formatCell(cellOf(remedy.nullScores), format)}${unit}`;
  const spread = test.interval === undefined ? '' : `, 95 % t interval ${formatInterval(test.interval, format)}`;
  const p = `p ${test.pValue < 0.001 ? '' : '= '}${formatP(test.pValue)}`;
  const holm = tests < 2 ? '' : `, ${formatP(test.adjusted)} after Holm’s correction over ${tests} remedies`;
  const gain = `gain ${formatNumber(test.difference, format)}${spread}, ${p}${holm}`;
  return `${head}: ${score} ${at}, ${attained} (${gain})${reason === undefined ? '' : `; ${reason}`}`;
}
