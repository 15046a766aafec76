const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');

/** @param {string} name */
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
const vega = createRequire(join(folderOf('@alignclip/reporting'), 'package.json')).resolve('vega');
const esModules = ['vega', 'd3-', 'internmap/', 'delaunator/', 'robust-predicates/', 'json-stringify-pretty-compact/'];
/** Ours wait for packages with `import()`, which jest runs only where it compiles it. */
const others = [
  '@alignclip/',
  '@inversifyjs/',
  'inversify/',
  '@huggingface/',
  'hyparquet/',
  'hyparquet-writer/',
  'hyparquet-compressors/',
  'hysnappy/',
  'fzstd/',
];

/**
 * How jest runs specs of components: TypeScript and ES modules through swc, Node's own typed arrays, one process for the
 * native backend's files. A project has in its jest.config.cjs: `module.exports = require('alignclip/jest-preset');`
 */
module.exports = {
  testEnvironment: require.resolve('./jest/environment.cjs'),
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      require.resolve('@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${[...esModules, ...others].join('|')}))`],
  moduleNameMapper: {
    // Its build for Node waits at the top level, which CommonJS can't; nothing is drawn on a canvas in tests.
    '^vega-canvas$': join(dirname(createRequire(vega).resolve('vega-canvas')), 'vega-canvas.browser.js'),
    '^@tensorflow/tfjs$': join(folderOf('@alignclip/backend'), 'bin/tfjs.cjs'),
    // As TypeScript writes imports in an ES module.
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
    '^(\\.{1,2}/.*)\\.mjs$': ['$1.mjs', '$1.mts'],
  },
  moduleFileExtensions: ['ts', 'mts', 'js', 'cjs', 'mjs', 'json', 'node'],
  testMatch: ['<rootDir>/**/*.spec.?([cm])ts'],
  testTimeout: 120_000,
};
