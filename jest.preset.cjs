const { join } = require('node:path');

/** Shared by every package: TypeScript through swc, sources instead of builds, native typed arrays. */
module.exports = {
  testEnvironment: require.resolve('./tools/jest/environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@alignclip/source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      require.resolve('@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs', lazy: true } },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(vega|d3-|internmap/|delaunator/|robust-predicates/|json-stringify-pretty-compact/|@inversifyjs/|inversify/|@huggingface/|hyparquet/|hyparquet-compressors/|hysnappy/|fzstd/))',
  ],
  /** Its build for Node waits at the top level, which CommonJS can't; nothing is drawn on a canvas in tests. */
  moduleNameMapper: { '^vega-canvas$': join(__dirname, 'node_modules/vega-canvas/build/vega-canvas.browser.js') },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  testMatch: ['<rootDir>/**/*.spec.ts'],
  testTimeout: 120_000,
};
