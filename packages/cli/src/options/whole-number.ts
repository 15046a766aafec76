import { UserError } from '@alignclip/core';

/** The number in an option of the command line. Throws UserError unless it is whole and in [min, max]. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UserError(`${option} = "${text}": must be a whole number from ${min} to ${max}`);
}
