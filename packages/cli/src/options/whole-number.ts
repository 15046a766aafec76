import { UserError } from '@alignclip/core';

/** The number in an option of the command line. Throws UserError unless it is whole and from `least` to `most`. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UserError(`${option} = "${text}": a whole number from ${least} to ${most}`);
}
