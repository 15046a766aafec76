// @ts-check
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');
/** @type {readonly string[]} */
const longSpecs = require('./long-specs.json');

/** @typedef {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} Tests */

/**
 * The long specs first, so that none begins when the others have ended. Jest itself goes by what it remembers, which is
 * nothing in a clean clone, and by the size of the files: these are short ones that start processes.
 */
module.exports = class extends Sequencer {
  /** @override @param {Tests} tests @returns {Tests} */
  sort(tests) {
    const usual = /** @type {Tests} */ (super.sort(tests));
    /** @param {Tests[number]} test */
    const rank = ({ path, context }) => {
      const found = longSpecs.findIndex((name) => path === join(context.config.rootDir, name));
      return found < 0 ? longSpecs.length : found;
    };
    return usual.sort((a, b) => rank(a) - rank(b));
  }
};
