import configuration from './eslint.config.mjs';

/**
 * `eslint -c eslint.all-files.mjs .`: the same rules on the whole repository at once, in two thirds of the time and memory:
 * one TypeScript program has all files. For a few files eslint.config.mjs reads what they need.
 */
export default configuration.map((part) => {
  const { languageOptions, ...rest } = part;
  if (languageOptions?.parserOptions?.['projectService'] !== true) return part;
  const parserOptions = { project: 'tools/lint/tsconfig.json', tsconfigRootDir: import.meta.dirname };
  return { ...rest, languageOptions: { ...languageOptions, parserOptions } };
});
