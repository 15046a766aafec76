const own = require('./packages/alignclip/jest-preset.cjs');
const { lazyPackages } = require('./packages/launchers/bin/lazy-packages.cjs');

const [[files, [swc, options]]] = Object.entries(own.transform);

/** Handed to every module: in a test's context V8 finds a global by a call, again and again, which inner loops feel. */
const globals = [
  ...['Object', 'Array', 'String', 'Number', 'BigInt', 'Symbol', 'Math', 'JSON', 'Reflect', 'Error', 'Promise'],
  ...['Map', 'Set', 'WeakMap', 'ArrayBuffer', 'DataView', 'Float32Array', 'Float64Array', 'Int32Array', 'Uint32Array'],
  ...['Uint16Array', 'Int16Array', 'Uint8Array', 'Int8Array'],
];

/** Shared by every package: as in a user's project, but with sources instead of builds, and faster. */
module.exports = {
  ...own,
  runtime: require.resolve('./tools/jest/runtime.cjs'),
  sandboxInjectedGlobals: globals,
  testEnvironmentOptions: { customExportConditions: ['@alignclip/source', 'node', 'require', 'default'] },
  transform: { [files]: [swc, { ...options, module: { type: 'commonjs', lazy: lazyPackages() } }] },
  testMatch: ['<rootDir>/**/*.spec.ts'],
};
