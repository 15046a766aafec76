// @ts-check
const { writeSync } = require('node:fs');
const { relative } = require('node:path');
/** @type {readonly { reason: string, why: string }[]} */
const allowed = require('./allowed-skips.json');

/** Of a test that `it.skip` or `describe.skip` left out without `itWhere` or `describeWhere`. */
const noReason = 'no reason given (use itWhere or describeWhere of @alignclip/core/testing)';

/**
 * Ends a run with the tests that were skipped, by reason. With `--ci` a reason that allowed-skips.json does not list
 * makes the run fail.
 */
class SkipReporter {
  /** @param {{ rootDir: string, ci: boolean, testNamePattern?: string }} config */
  constructor(config) {
    this.config = config;
    /** @type {Map<string, Map<string, number>>} by reason, then by file */
    this.skipped = new Map();
  }

  /** @param {{ path: string }} test @param {{ testResults: readonly { fullName: string, status: string }[] }} result */
  onTestResult(test, { testResults }) {
    for (const { fullName, status } of testResults) {
      if (!['pending', 'todo', 'disabled', 'skipped'].includes(status)) continue;
      const reason = /\[skipped: (.*?)\]( |$)/.exec(fullName)?.[1];
      if (reason === undefined && this.config.testNamePattern) continue; // left out by -t
      /** @type {Map<string, number>} */
      const files = this.skipped.get(reason ?? noReason) ?? new Map();
      const file = relative(this.config.rootDir, test.path);
      this.skipped.set(reason ?? noReason, files.set(file, (files.get(file) ?? 0) + 1));
    }
  }

  /** Prints after Jest's own summary, which follows every reporter. */
  onRunComplete() {
    process.once('exit', () => writeSync(process.stderr.fd, `\n${this.summary().join('\n')}\n`));
  }

  /** One line per reason and file. */
  summary() {
    const lines = [...this.skipped].flatMap(([reason, files]) => [
      `  ${reason}${this.isForbidden(reason) ? ' (not allowed in CI: tools/jest/allowed-skips.json)' : ''}`,
      ...[...files].map(([file, count]) => `    ${file}: ${count} ${count === 1 ? 'test' : 'tests'}`),
    ]);
    return lines.length === 0 ? ['Skipped: nothing'] : ['Skipped:', ...lines];
  }

  /** Jest fails a run for which a reporter gives an error. */
  getLastError() {
    const forbidden = [...this.skipped.keys()].filter((reason) => this.isForbidden(reason));
    return forbidden.length > 0 ? new Error(`skipped tests are not allowed in CI: ${forbidden.join('; ')}`) : undefined;
  }

  /** @param {string} reason */
  isForbidden(reason) {
    return this.config.ci && !allowed.some((entry) => reason.startsWith(entry.reason));
  }
}

module.exports = SkipReporter;
