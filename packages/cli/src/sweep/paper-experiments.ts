import { unknownName, UserError } from '@alignclip/core';
import { loadExperiment, startOf, type LoadedExperiment } from '@alignclip/experiment';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the paper's experiments in the repository. */
export const paperFolder = join('experiments', 'paper');

/** The gap, then downstream tasks, then parts of AlignCLIP; others come last, by name. */
const order = [
  ...['table-1', 'figure-4'],
  ...['zero-shot-classification', 'linear-probe', 'distribution-shift'],
  ...['zero-shot-retrieval', 'fine-tuned-retrieval', 'sts'],
  ...['table-6', 'table-7', 'figure-5'],
];
const placeOf = (file: string): number => {
  const place = order.indexOf(file.replace(/\.ts$/, ''));
  return place < 0 ? order.length : place;
};

/** Their files, in the order of the report. Throws UserError if there are none. */
export function paperFiles(): string[] {
  const names = existsSync(paperFolder) ? readdirSync(paperFolder).filter((name) => /^[a-z0-9-]+\.ts$/.test(name)) : [];
  if (names.length === 0) throw new UserError(`no experiments in ${paperFolder}: run the command in the repository`);
  const ordered = [...names.sort()].sort((a, b) => placeOf(a) - placeOf(b));
  return ordered.map((name) => join(paperFolder, name));
}

/**
 * The named experiments, or `all`. An experiment whose weights another one starts from is added and comes first. Throws
 * UserError on an unknown name.
 */
export function paperExperiments(wanted: readonly string[]): LoadedExperiment[] {
  const all = paperFiles().map(loadExperiment);
  const names = all.map(({ definition }) => definition.name);
  const chosen = new Set<LoadedExperiment>();
  const choose = (name: string) => {
    const experiment = all.find(({ definition }) => definition.name === name);
    if (experiment === undefined) throw unknownName('experiment of the paper', name, ['all', ...names]);
    const start = startOf(experiment.definition);
    if (start) choose(start.experiment.name);
    chosen.add(experiment);
  };
  (wanted.includes('all') ? names : wanted).forEach(choose);
  return [...chosen];
}
