const own = require('./packages/alignclip/jest-preset.cjs');
const { lazyPackages } = require('./packages/launchers/bin/lazy-packages.cjs');

const [[files, [swc, options]]] = Object.entries(own.transform);

/** Shared by every package: as in a user's project, but with sources instead of builds. */
module.exports = {
  ...own,
  testEnvironmentOptions: { customExportConditions: ['@alignclip/source', 'node', 'require', 'default'] },
  transform: { [files]: [swc, { ...options, module: { type: 'commonjs', lazy: lazyPackages() } }] },
  testMatch: ['<rootDir>/**/*.spec.ts'],
};
