import { stripVTControlCharacters } from 'node:util';

/**
 * Text that a terminal doesn't obey: it may come from pip, a compiler or the name of a folder.
 * @param {string} text
 */
export const plain = (text) =>
  stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '?');

/**
 * One plain line of progress.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`setup: ${plain(line)}\n`);
}

/** A step of the set-up that failed: the reason as a user reads it, and how to fix it. */
export class SetupProblem extends Error {
  /**
   * @param {string} reason
   * @param {string} [remedy]
   */
  constructor(reason, remedy) {
    super(reason);
    this.remedy = remedy;
  }
}

/**
 * The message of anything thrown.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The code of an error of the system, such as ENOENT.
 * @param {unknown} error
 */
export const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;
