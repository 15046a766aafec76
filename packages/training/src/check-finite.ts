import { UserError } from '@alignclip/core';

/** Throws UserError naming the step and the term when a loss is NaN or infinite. */
export function checkFinite(losses: Readonly<Record<string, number>>, step: number): void {
  const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  if (bad === undefined) return;
  throw new UserError(
    `step ${step}: ${bad[0]} = ${bad[1]}; training stopped. Lower schedule.rate, lengthen schedule.warmUp, or lower the logit scale's start`,
  );
}
