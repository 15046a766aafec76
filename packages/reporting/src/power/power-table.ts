import { counted, type RunRecord, type Statement, type TableCell, type TableModel } from '@alignclip/core';
import { mostPairs } from '@alignclip/metrics';
import { improvementsOf, statementText } from '../comparison/statements';
import { formatNumber } from '../rendering/text';
import { type ForPowers, planStatement, type StatementPlan } from './plan-statement';
import { timeNotes } from './time-notes';

/** Statements that are tested together, so that Holm's correction is over all of them. */
export interface StatementFamily {
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** The improvement that each statement shall be able to see, where one is given. */
export type WantedDifference = (statement: Statement) => number | undefined;

/** What each statement of a family needs, and what the present runs can show. */
export function tableOfPower(
  { title, statements }: StatementFamily,
  records: readonly RunRecord[],
  wanted: WantedDifference = () => undefined,
): TableModel {
  const plans = statements.map((statement) => {
    const differences = improvementsOf(records, statement);
    return { statement, plan: planStatement(statement, differences, statements.length, wanted(statement)) };
  });
  return {
    title: `Seeds that it takes: ${title}`,
    rowTitle: 'comparison',
    columns: columns(statements.length),
    rows: plans.map(({ statement, plan }) => ({ name: statementText(statement), cells: cellsOf(statement, plan) })),
    notes: [...notes(plans), ...timeNotes(plans, records)],
  };
}

const text = (group: string | undefined, title: string) => ({
  ...(group !== undefined && { group }),
  ...{ title, better: 'neither' as const, percent: false, digits: 3, shows: 'text' as const },
});
const needs = 'seeds, 80 / 95 %';
const sees = 'smallest seen';
const columns = (tests: number) => [
  text(undefined, 'pairs'),
  text(undefined, 'improvement'),
  text(undefined, 'sd'),
  text(needs, 't'),
  text(needs, 't, cautious'),
  text(needs, 'sign-flip'),
  text(needs, `sign-flip, Holm of ${tests}`),
  text(sees, 't'),
  text(sees, 'sign-flip'),
];

function cellsOf({ format, above, below }: Statement, plan: StatementPlan): TableCell[] {
  const number = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, format));
  const unit = format.percent ? ' %' : '';
  const margin = above < 0 ? `${number(0)} (margin ${number(-above)})` : number(plan.improvement);
  const bound = above > 0 ? `${margin} (beyond ${number(above)})` : margin;
  const texts = [
    String(plan.pairs),
    `${bound}${below === undefined || above < 0 ? '' : ` (below ${number(below)})`}${unit}`,
    number(plan.sd),
    ...[plan.student, plan.cautious, plan.signFlip, plan.holm].map((counts) => countsText(counts, plan)),
    ...[plan.seenByStudent, plan.seenBySignFlip].map((seen) =>
      seen.every((one) => one === undefined) ? 'none' : seen.map(number).join(' / '),
    ),
  ];
  return texts.map((shown) => ({ mean: NaN, seeds: plan.pairs, text: shown }));
}

function countsText(counts: ForPowers, { sd, isOutside }: StatementPlan): string {
  if (sd === undefined || sd === 0) return '–';
  if (isOutside) return 'never';
  return counts.map((count) => (count === undefined ? `>${mostPairs}` : String(count))).join(' / ');
}

function notes(plans: readonly { readonly plan: StatementPlan }[]): string[] {
  const few = plans.filter(({ plan }) => plan.sd === undefined).length;
  const flat = plans.filter(({ plan }) => plan.sd === 0).length;
  const outside = plans.filter(({ plan }) => plan.sd && plan.isOutside).length;
  const least = Math.min(...plans.flatMap(({ plan }) => (plan.sd ? [plan.pairs] : [])));
  return [
    'Improvement: what is to be seen; the seen difference where none is given, and none where a margin is tested. A seen difference may be too large by chance: give the smallest one that matters.',
    'Seeds: pairs with which a true improvement of that size is found in 80 and in 95 of 100 experiments, if the differences are normal with this standard deviation. Sign-flip: simulated with 2,000 samples. Holm: at the level that the smallest p of the table must reach. Cautious: with the standard deviation at its upper 80 % limit.',
    'Smallest seen: the improvement beyond its bound that the present pairs find so often; “none”: too few pairs to find any.',
    ...(least < 10
      ? [`A standard deviation of ${counted(least, 'pair')} is itself uncertain: plan with the cautious column.`]
      : []),
    ...(outside > 0
      ? [
          `Never, in ${counted(outside, 'comparison')}: the improvement lies on the wrong side of the bound, so no number of seeds shows what isn't there; --difference plans for one that matters.`,
        ]
      : []),
    ...(few > 0 ? [`${counted(few, 'comparison')} with fewer than two pairs: nothing can be planned from them.`] : []),
    ...(flat > 0 ? [`${counted(flat, 'comparison')} without any spread: nothing can be planned from them.`] : []),
  ];
}
