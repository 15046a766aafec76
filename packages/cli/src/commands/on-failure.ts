import { UserError } from '@alignclip/core';
import type { FailurePolicy } from '@alignclip/experiment';

/** From stop, continue or retry=N, N from 1 to 100. Throws UserError. */
export function parseOnFailure(text = 'continue'): FailurePolicy {
  if (text === 'stop') return { stop: true, retries: 0 };
  if (text === 'continue') return { stop: false, retries: 0 };
  const retries = Number(/^retry=(\d{1,3})$/.exec(text)?.[1]);
  if (retries >= 1 && retries <= 100) return { stop: false, retries };
  throw new UserError(`--on-failure = "${text}": one of stop, continue, retry=N with N from 1 to 100`);
}
