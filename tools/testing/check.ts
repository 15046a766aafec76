import { messageOf } from '@alignclip/core';

/** Throws Error with the words unless the condition holds. */
export function check(condition: boolean, what: string, detail = ''): asserts condition {
  if (!condition) throw new Error(`${what}: FAILED${detail === '' ? '' : `\n${detail}`}`);
  console.log(`  ${what}`);
}

/** Runs the main function of a tool; an error becomes one message and exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
}
