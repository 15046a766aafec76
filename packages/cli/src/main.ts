import { Detached, failureText, guardConsole, Interrupted, systemReason, UserError } from '@alignclip/core';
import { join, relative } from 'node:path';
import { createProgram } from './program';

guardConsole();
process.stdout.on('error', (error: Error) => {
  console.error(`error: standard output: ${systemReason(error) ?? error.message}`);
  process.exit(1);
});
process.stderr.on('error', () => undefined); // there is nobody left to tell
process.on('uncaughtException', (error) => {
  fail(ofUser(error));
  process.exit(1);
});

const [first = '--help', second = '--help'] = process.argv.slice(2);

createProgram(first === 'help' ? second : first)
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof Detached) console.log(error.message);
    else fail(error);
  });

/** An experiment file may fail after it was loaded, in a promise or a timer: a line with the place in it. */
function ofUser(error: Error): Error {
  const { name, message, stack = '' } = error;
  const place = /^ {4}at (?:.*\()?(?:file:\/\/)?(\/[^()]+:\d+:\d+)\)?$/m.exec(stack)?.[1];
  const ours = place === undefined || place.startsWith(join(__dirname, '../..')) || place.includes('/node_modules/');
  if (ours || name === 'UserError') return error;
  const what = name === 'Error' ? message : `${name}: ${message}`;
  return new UserError(`experiment file ${relative(process.cwd(), place)}: ${what.split('\n')[0]}`);
}

function fail(error: unknown): void {
  const interrupted = error instanceof Interrupted;
  // What comes from a file can't pose as a line of its own.
  console.error(interrupted ? error.message : `error: ${failureText(error).replaceAll('\n', '\n  ')}`);
  process.exitCode = interrupted ? 130 : 1;
}
