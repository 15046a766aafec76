import { distance } from 'fastest-levenshtein';

/** An error that a user can fix: it names the field, the value and the nearest valid choice. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Does the work; a UserError in it also says where: "where: what". */
export function naming<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${where}: ${error.message}`) : error;
  }
}

/** The message of an error; anything else that was thrown, as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the operating system's errors mean. */
const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  EFBIG: 'the file is too large for this file system',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'not permitted',
  EPIPE: 'its reader has closed it',
  EROFS: 'the file system is read-only',
};

/** What an error of the operating system means: "no space left on the disk (ENOSPC)"; undefined for all other errors. */
export function systemReason(error: unknown): string | undefined {
  const { code, errno, message = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (typeof code !== 'string' || errno === undefined || !/^E[A-Z0-9]+$/.test(code)) return undefined;
  const plain = /^E[A-Z0-9]+: (.+?)(?:, \w+(?: '.*)?)?$/s.exec(message)?.[1] ?? message;
  return `${systemReasons[code] ?? plain} (${code})`;
}

/** The same with the path that it is about, where the error or the caller knows it. */
export function systemProblem(error: unknown, path?: string): string | undefined {
  const reason = systemReason(error);
  const place = path ?? (error as Partial<NodeJS.ErrnoException> | undefined)?.path;
  return reason === undefined || place === undefined ? reason : `${place}: ${reason}`;
}

/** The error to throw in place of one that came from writing a file: words for an error of the system, all others as they are. */
export function cannotWrite(path: string, error: unknown): unknown {
  const reason = systemReason(error);
  return reason === undefined ? error : new UserError(`cannot write "${path}": ${reason}`);
}

/** What a user reads of a failure: the message of a UserError, a line for an error of the system, else the whole stack. */
export function failureText(error: unknown): string {
  const { name, message, stack } = (error ?? {}) as Partial<Error>;
  if (name === 'UserError' && message !== undefined) return message;
  return systemProblem(error) ?? stack ?? message ?? String(error);
}

/** The known names that are similar to a misspelt or shortened one, nearest first, at most `max`. */
export function nearestNames(wanted: string, known: readonly string[], max = 3): string[] {
  const lower = wanted.toLowerCase();
  const tolerance = Math.max(2, Math.ceil(wanted.length / 2));
  const editsTo = (name: string): number => (wanted.length >= 3 && name.startsWith(lower) ? 1 : distance(lower, name));
  return known
    .map((name) => ({ name, edits: editsTo(name.toLowerCase()) }))
    .filter(({ edits }) => edits <= tolerance)
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name))
    .slice(0, max)
    .map(({ name }) => name);
}

/** The known names that a slip of the keys turns into the wanted one: at most two edits, one in three letters. */
export const slipsOf = (wanted: string, known: readonly string[]): string[] =>
  known.filter((name) => name !== wanted && distance(wanted, name) <= Math.min(2, Math.ceil(wanted.length / 3)));

/** More names than these are not read in one line. */
const mostListed = 24;

/** "unknown <what> "x"; did you mean "y"? Known: a, b, c"; of a long list, only the near names or the first ones. */
export function unknownName(what: string, wanted: string, known: readonly string[]): UserError {
  const near = nearestNames(wanted, known);
  const hint = near.length > 0 ? `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?` : '.';
  const listed = [...known].sort();
  if (listed.length > mostListed) {
    if (near.length > 0) return new UserError(`unknown ${what} "${wanted}"${hint}`);
    listed.splice(mostListed, listed.length, `… (${known.length} names)`);
  }
  return new UserError(`unknown ${what} "${wanted}"${hint} Known: ${listed.join(', ')}`);
}

/** Work was stopped on request; its state is on disk and the same command resumes it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Work was handed over and continues without this process; the message says how to follow it. Not a failure. */
export class Detached extends Error {
  override readonly name = 'Detached';
}
