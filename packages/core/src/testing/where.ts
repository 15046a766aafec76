/** `describe` if `condition` holds; otherwise its tests are skipped, and the summary of `npm test` gives the reason. */
export function describeWhere(condition: boolean, reason: string, name: string, tests: () => void): void {
  if (condition) describe(name, tests);
  else describe.skip(skippedName(name, reason), tests);
}

/** `it` if `condition` holds; otherwise the test is skipped, and the summary of `npm test` gives the reason. */
export function itWhere(
  condition: boolean,
  reason: string,
  name: string,
  test: jest.ProvidesCallback,
  timeout?: number,
): void {
  if (condition) it(name, test, timeout);
  else it.skip(skippedName(name, reason), test, timeout);
}

/** The form that tools/jest/skip-reporter.cjs reads the reason from. */
const skippedName = (name: string, reason: string): string => `${name} [skipped: ${reason}]`;
