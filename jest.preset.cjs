const { join } = require('node:path');
const { lazyPackages } = require('./packages/launchers/bin/lazy-packages.cjs');

/** Shared by every package: TypeScript through swc, sources instead of builds, native typed arrays. */
module.exports = {
  testEnvironment: require.resolve('./tools/jest/environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@alignclip/source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      require.resolve('@swc/jest'),
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs', lazy: lazyPackages() },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(vega|d3-|internmap/|delaunator/|robust-predicates/|json-stringify-pretty-compact/|@inversifyjs/|inversify/|@huggingface/|hyparquet/|hyparquet-compressors/|hysnappy/|fzstd/))',
  ],
  moduleNameMapper: {
    // Its build for Node waits at the top level, which CommonJS can't; nothing is drawn on a canvas in tests.
    '^vega-canvas$': join(__dirname, 'node_modules/vega-canvas/build/vega-canvas.browser.js'),
    '^@tensorflow/tfjs$': join(__dirname, 'packages/backend/bin/tfjs.cjs'),
  },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  testMatch: ['<rootDir>/**/*.spec.ts'],
  testTimeout: 120_000,
};
