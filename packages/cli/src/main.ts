import { Detached, failureText, guardConsole, Interrupted, systemReason } from '@alignclip/core';
import { createProgram } from './program';

guardConsole();
process.stdout.on('error', (error: Error) => {
  console.error(`error: standard output: ${systemReason(error) ?? error.message}`);
  process.exit(1);
});
process.stderr.on('error', () => undefined); // there is nobody left to tell
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit(1);
});

const [first = '--help', second = '--help'] = process.argv.slice(2);

createProgram(first === 'help' ? second : first)
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof Detached) console.log(error.message);
    else fail(error);
  });

function fail(error: unknown): void {
  const interrupted = error instanceof Interrupted;
  // What comes from a file can't pose as a line of its own.
  console.error(interrupted ? error.message : `error: ${failureText(error).replaceAll('\n', '\n  ')}`);
  process.exitCode = interrupted ? 130 : 1;
}
