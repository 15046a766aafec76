/** Shared by every package: TypeScript through swc, sources instead of builds, native typed arrays. */
module.exports = {
  testEnvironment: require.resolve('./tools/jest/environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@alignclip/source', 'node', 'require', 'default'] },
  setupFilesAfterEnv: [require.resolve('./tools/jest/setup.cjs')],
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      require.resolve('@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@inversifyjs/|inversify/|@huggingface/|hyparquet/|hyparquet-compressors/|hysnappy/|fzstd/))'],
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  testMatch: ['<rootDir>/**/*.spec.ts'],
  testTimeout: 60_000,
};
