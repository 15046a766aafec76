import { nearestNames, UserError } from '@alignclip/core';

const maxListed = 20;

/**
 * Throws UserError listing all missing names, each with the nearest unexpected one, and all unexpected names. `noun` says
 * what has the names, e.g. "the checkpoint".
 */
export function checkNames(noun: string, found: Iterable<string>, wanted: Iterable<string>): void {
  const [had, needed] = [new Set(found), new Set(wanted)];
  const missing = [...needed].filter((name) => !had.has(name));
  const beyond = [...had].filter((name) => !needed.has(name));
  const parts = [
    ...listed('has no', missing, (name) => withNearest(name, beyond)),
    ...listed('has, beyond this model,', beyond, (name) => name),
  ];
  if (parts.length > 0) throw new UserError(`${noun} ${parts.join('; it ')}`);
}

function listed(what: string, names: readonly string[], show: (name: string) => string): string[] {
  if (names.length === 0) return [];
  const more = names.length > maxListed ? ` and ${names.length - maxListed} more` : '';
  return [`${what} ${names.length} parameters: ${names.slice(0, maxListed).map(show).join(', ')}${more}`];
}

function withNearest(name: string, others: readonly string[]): string {
  const [near] = others.length > 1000 ? [] : nearestNames(name, others, 1);
  return near === undefined ? name : `${name} (is it "${near}"?)`;
}
