/** Throws Error with the words unless the condition holds. */
export function check(condition: boolean, what: string, detail = ''): asserts condition {
  if (!condition) throw new Error(`${what}: NOT SO${detail === '' ? '' : `\n${detail}`}`);
  console.log(`  ${what}`);
}

/** Runs the main function of a tool; an error becomes one message and exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
