/** One plain line of progress. */
export const say = (line) => process.stdout.write(`setup: ${line}\n`);

/** A set-up step that could not be done: the reason as a user reads it, and what mends it. */
export class SetupProblem extends Error {
  constructor(reason, remedy) {
    super(reason);
    this.remedy = remedy;
  }
}
