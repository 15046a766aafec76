/** One project, so that a file that many packages import is compiled once, and found once. */
module.exports = {
  ...require('./jest.preset.cjs'),
  roots: ['<rootDir>/packages', '<rootDir>/tools', '<rootDir>/experiments'],
  reporters: ['default', '<rootDir>/tools/jest/skip-reporter.cjs'],
  testSequencer: '<rootDir>/tools/jest/sequencer.cjs',
  maxWorkers: 2,
};
