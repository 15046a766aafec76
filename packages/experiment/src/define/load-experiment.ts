import { nearestNames, shownText, UserError } from '@alignclip/core';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { defineExperiment, type ExperimentDefinition } from './define-experiment';
import { loadFailure } from './load-failure';
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

/** What Node and the TypeScript hook load as a program. */
const programs = /\.[cm]?[jt]s$/;

/** Loads an experiment file (TypeScript or JavaScript, as an ES module or not). Throws UserError with file and line. */
export function loadExperiment(path: string): LoadedExperiment {
  if (path.includes('\0')) throw new UserError(`experiment file ${JSON.stringify(path)}: not a path`);
  const file = resolve(path);
  if (!isFile(file))
    throw new UserError(
      `experiment file "${path}": ${existsSync(file) ? 'not a file' : 'no such file'}${nearby(path, file)}`,
    );
  if (!programs.test(file))
    throw new UserError(`experiment file "${path}": not a program; write a .ts, .mts, .cts, .js, .mjs or .cjs file`);
  const definition = definitionIn(path, file);
  if (typeof definition !== 'object' || definition === null || !('variants' in definition))
    throw new UserError(`experiment file "${path}" has no default export made by defineExperiment({ … })`);
  return experimentOf(defineExperiment(definition as ExperimentDefinition), file);
}

/** The default export, or all that a CommonJS file exports. */
function definitionIn(path: string, file: string): unknown {
  const onExit = () => {
    console.error(`error: experiment file "${shownText(path)}" ended the program while it was loaded (process.exit)`);
    process.exitCode ||= 1;
  };
  process.once('exit', onExit);
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a user's program, known only at run time
    const exported = require(file) as { default?: unknown; __esModule?: true } | null | undefined;
    return exported?.__esModule === true ? exported.default : (exported?.default ?? exported);
  } catch (error) {
    throw loadFailure(path, error);
  } finally {
    process.off('exit', onExit);
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The most names of a folder that a message lists. */
const maxNames = 5;

/** The experiment files that the path may mean: similar names next to it, or the first ones in it if it is a folder. */
function nearby(path: string, file: string): string {
  const inFolder = existsSync(file);
  const folder = inFolder ? file : dirname(file);
  if (!existsSync(folder)) return ` (there is no folder ${folder})`;
  const experiments = (statSync(folder).isDirectory() ? readdirSync(folder) : []).filter(
    (name) => programs.test(name) && !name.endsWith('.d.ts') && isFile(join(folder, name)),
  );
  const without = experiments.filter((name) => name.replace(programs, '') === basename(file));
  const near = inFolder ? experiments : [...new Set([...without, ...nearestNames(basename(file), experiments)])];
  const shown = inFolder ? path : dirname(path);
  const others = near.length > maxNames ? ` (${near.length - maxNames} more)` : '';
  return near.length > 0
    ? `; did you mean ${near
        .slice(0, maxNames)
        .map((name) => `"${join(shown, name)}"`)
        .join(' or ')}?${others}`
    : ` (looked at ${file})`;
}
