import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const layers = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:math', onlyDependOnLibsWithTags: ['layer:core', 'layer:math'] },
  { sourceTag: 'layer:component', onlyDependOnLibsWithTags: ['layer:core', 'layer:math'] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
];

/** Tests and what they share: no limit on the length of a function, values of any type. */
const tests = ['**/*.spec.ts', '**/testing/**'];
/** Configuration that belongs to no TypeScript project. */
const configuration = [
  '*.{cjs,mjs}',
  '**/jest.config.cjs',
  'tools/jest/own.cjs',
  'packages/alignclip/jest-preset.cjs',
  'packages/alignclip/bin/alignclip.cjs',
  'packages/create-alignclip/bin/create-alignclip.cjs',
];
/** Matrices and tables of data, the only files that may switch the formatter off. */
const dataFiles = ['**/fixtures/**'];

const rulesOf = (level, names) => Object.fromEntries(names.map((name) => [`@typescript-eslint/${name}`, level]));

/** Matters of style, or right only where no interface asks for a promise. */
const unused = [
  'restrict-template-expressions',
  'no-confusing-void-expression',
  'no-generated-empty-object-type',
  'no-non-null-assertion',
  'no-redeclare',
  'require-await',
];

/** The values of matchers, mocks and damaged inputs have type any. */
const unusedInTests = [
  'unbound-method',
  'no-unsafe-assignment',
  'no-unsafe-argument',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
  'no-deprecated',
  'no-implied-eval',
];

/** The rules don't see the type that a JSDoc cast gives to a value such as JSON; the compiler does. */
const unseenInJavaScript = [
  'no-unsafe-assignment',
  'no-unsafe-argument',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', 'runs', '**/fixtures'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...rulesOf('off', unused),
      '@nx/enforce-module-boundaries': ['error', { depConstraints: layers, enforceBuildableLibDependency: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // The limits count what the formatter makes; `npm run format:check` asks for it, and no file may switch it off.
      'max-lines': ['error', { max: 160, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50 }],
      'no-warning-comments': ['error', { terms: ['prettier-ignore'], location: 'start' }],
      complexity: ['error', 12],
    },
  },
  { files: dataFiles, rules: { 'no-warning-comments': 'off' } },
  {
    files: tests,
    rules: { ...rulesOf('off', unusedInTests), 'max-lines-per-function': 'off', 'max-lines': ['error', 260] },
  },
  { files: ['**/*.{mjs,cjs}'], rules: rulesOf('off', unseenInJavaScript) },
  { files: ['**/*.cjs'], rules: rulesOf('off', ['no-require-imports', 'unbound-method']) },
  {
    files: configuration,
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { projectService: false, project: false, program: null } },
  },
  { files: configuration, rules: { '@nx/enforce-module-boundaries': 'off' } },
);
