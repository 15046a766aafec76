module.exports = {
  projects: ['<rootDir>/packages/*', '<rootDir>/tools', '<rootDir>/experiments'],
  reporters: ['default', '<rootDir>/tools/jest/skip-reporter.cjs'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
