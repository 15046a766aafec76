import { UserError } from '@alignclip/core';
import { createContext, Script } from 'node:vm';

const sandbox: { work?: () => unknown } = {};
const context = createContext(sandbox);
const call = new Script('work()');

/**
 * The result of work that another's regular expressions or tables may prolong without end. Throws UserError after that many
 * seconds; nothing that runs longer can be waited for.
 */
export function withinSeconds<T>(seconds: number, what: string, work: () => T): T {
  sandbox.work = work;
  try {
    return call.runInContext(context, { timeout: seconds * 1000 }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new UserError(`${what} takes longer than ${seconds} s`);
  } finally {
    delete sandbox.work;
  }
}
