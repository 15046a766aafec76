import { nearestNames, UserError } from '@alignclip/core';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { defineExperiment, type ExperimentDefinition } from './define-experiment';
import { registryOf, type Registry } from './registry';

export interface LoadedExperiment {
  /** Where other processes load it from; empty if there is no file. */
  readonly file: string;
  readonly definition: ExperimentDefinition;
  /** Holds the packages' components and the experiment's own. */
  readonly registry: Registry;
}

/** A loaded experiment from a definition. Throws UserError if one of its own components has a name that is taken. */
export const experimentOf = (definition: ExperimentDefinition, file = ''): LoadedExperiment => ({
  file,
  definition,
  registry: registryOf(definition),
});

/** Loads an experiment file (TypeScript). Throws UserError if there is no such file or export. */
export function loadExperiment(path: string): LoadedExperiment {
  const file = resolve(path);
  if (!isFile(file)) throw new UserError(`experiment file "${path}": no such file${nearby(path, file)}`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a user's program, known only at run time
  const { default: definition } = require(file) as { default?: ExperimentDefinition };
  if (definition === undefined || typeof definition !== 'object' || !('variants' in definition)) {
    throw new UserError(`experiment file "${path}" has no default export made by defineExperiment({ … })`);
  }
  return experimentOf(defineExperiment(definition), file);
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** The experiment files that the path may mean: similar names next to it, or all files in it if it is a folder. */
function nearby(path: string, file: string): string {
  const inFolder = existsSync(file);
  const folder = inFolder ? file : dirname(file);
  if (!existsSync(folder)) return ` (there is no folder ${folder})`;
  const experiments = readdirSync(folder).filter((name) => name.endsWith('.ts') && isFile(join(folder, name)));
  const near = inFolder ? experiments : nearestNames(basename(file), experiments);
  const shown = inFolder ? path : dirname(path);
  return near.length > 0
    ? `; did you mean ${near.map((name) => `"${join(shown, name)}"`).join(' or ')}?`
    : ` (looked at ${file})`;
}
