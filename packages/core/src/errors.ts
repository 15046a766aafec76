import { distance } from 'fastest-levenshtein';

/** An error that a user can fix: it names the field, the value and the nearest valid choice. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The message of an error; anything else that was thrown, as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The known names that are similar to a misspelt one, nearest first, at most `max`. */
export function nearestNames(wanted: string, known: readonly string[], max = 3): string[] {
  const tolerance = Math.max(2, Math.ceil(wanted.length / 2));
  return known
    .map((name) => ({ name, edits: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= tolerance)
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name))
    .slice(0, max)
    .map(({ name }) => name);
}

/** "unknown <what> "x"; did you mean "y"? Known: a, b, c" */
export function unknownName(what: string, wanted: string, known: readonly string[]): UserError {
  const near = nearestNames(wanted, known);
  const hint = near.length > 0 ? `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?` : '.';
  return new UserError(`unknown ${what} "${wanted}"${hint} Known: ${[...known].sort().join(', ')}`);
}

/** Work was stopped on request; its state is on disk and the same command resumes it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Work was handed over and continues without this process; the message says how to follow it. Not a failure. */
export class Detached extends Error {
  override readonly name = 'Detached';
}
