import { counted, type RunRecord, type Statement, timeText } from '@alignclip/core';
import { runsByVariant, unitOf } from '../records';
import { powers, type StatementPlan } from './plan-statement';

/** How many more runs the whole table takes by the sign-flip test, and how long, from how long the present ones took. */
export function timeNotes(
  plans: readonly { readonly statement: Statement; readonly plan: StatementPlan }[],
  records: readonly RunRecord[],
): string[] {
  const runs = new Map(runsByVariant(records).map(({ variant, runs }) => [variant, runs]));
  const secondsOf = (variant: string): number => {
    const own = runs.get(variant) ?? [];
    const total = own.reduce((sum, { seconds }) => sum + seconds.train + seconds.evaluate, 0);
    return own.length === 0 ? 0 : total / own.length;
  };
  return powers.map((power, i) => {
    const needed = new Map<string, number>();
    const beyond = plans.filter(({ plan }) => plan.signFlip[i] === undefined).length;
    for (const { statement, plan } of plans)
      for (const variant of [statement.treatment, statement.baseline])
        needed.set(variant, Math.max(needed.get(variant) ?? 0, plan.signFlip[i] ?? 0));
    if (beyond === plans.length) return `${power * 100} % power: no number of seeds up to 1,000 reaches it in any row.`;
    const missing = [...needed].map(([variant, count]) => {
      const own = runs.get(variant) ?? [];
      const units = new Set(own.map(unitOf)).size;
      const runsEach = units === 0 ? 1 : own.length / units;
      return { variant, count: Math.ceil(Math.max(0, count - units) * runsEach) };
    });
    const count = missing.reduce((sum, one) => sum + one.count, 0);
    const seconds = missing.reduce((sum, one) => sum + one.count * secondsOf(one.variant), 0);
    const others = beyond === 0 ? '' : `, without ${counted(beyond, 'comparison')} that no number up to 1,000 decides`;
    return `${power * 100} % power for every row by the sign-flip test${others}: ${counted(count, 'more run')}, ${timeText(seconds)} of computation at the pace of the present ones.`;
  });
}
