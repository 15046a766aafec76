import { UserError } from '@alignclip/core';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineExperiment, type ExperimentDefinition } from './define-experiment';

export interface LoadedExperiment {
  readonly file: string;
  readonly definition: ExperimentDefinition;
}

/** Reads an experiment file (TypeScript, through ts-node). Throws UserError where there is no such file or export. */
export function loadExperiment(path: string): LoadedExperiment {
  const file = resolve(path);
  if (!existsSync(file)) throw new UserError(`experiment file "${path}": no such file (looked at ${file})`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a user's program, found at run time
  const { default: definition } = require(file) as { default?: ExperimentDefinition };
  if (definition === undefined || typeof definition !== 'object' || !('variants' in definition)) {
    throw new UserError(`experiment file "${path}" has no default export made by defineExperiment({ … })`);
  }
  return { file, definition: defineExperiment(definition) };
}
