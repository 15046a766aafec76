import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const layers = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:math', onlyDependOnLibsWithTags: ['layer:core', 'layer:math'] },
  { sourceTag: 'layer:component', onlyDependOnLibsWithTags: ['layer:core', 'layer:math'] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '**/*.cjs', '**/*.mjs', 'runs'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: layers, enforceBuildableLibDependency: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-redeclare': 'off',
      'max-lines': ['error', { max: 160, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50 }],
      complexity: ['error', 12],
    },
  },
  { files: ['**/*.spec.ts', '**/testing/**'], rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', 260] } },
);
