import { UserError } from '@alignclip/core';

/** The number in an option of the command line. Throws UserError unless it is whole and in [min, max]. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UserError(`${option} = "${text}": must be a whole number from ${min} to ${max}`);
}

/** The number in an option of the command line. Throws UserError unless it is in (0, max]. */
export function positiveNumber(option: string, text: string, max: number): number {
  const value = /^\d{0,9}\.?\d{0,15}(?:e-?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
  if (value > 0 && value <= max) return value;
  throw new UserError(`${option} = "${text}": must be a number above 0, at most ${max}`);
}
