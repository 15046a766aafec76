import { type Share, UserError } from '@alignclip/core';

const again = 'run the same command to resume';

/** What TensorFlow's error means for a user. `waited`: what the watchdog says; `what`: what was exchanged. */
export function exchangeProblem(message: string, { rank, size }: Share, waited: string, what: string): UserError {
  const silent = /\(no answer from: ([\d, ]+)\)/.exec(message)?.[1];
  if (message.includes(waited)) {
    const who = silent === undefined ? 'all of them answer, so one is slow' : `no answer from worker ${silent}`;
    return new UserError(`${waited}; ${who}; ${again}`);
  }
  const own = `worker ${rank} of ${size}`;
  if (/shape mismatch/i.test(message))
    return new UserError(`${own}: another one exchanges something else (${what}); do all have the same files?`);
  const lost = /\/task:(\d+)/.exec(message)?.[1];
  if (lost !== undefined)
    return new UserError(`${own} lost worker ${lost}: ${what}; its process has ended or can't be reached; ${again}`);
  const reason = /(?:Additional|Message)[^:]*: (.*)/s.exec(message)?.[1] ?? message;
  return new UserError(`${own}: ${what} can't be exchanged: ${reason}`);
}
