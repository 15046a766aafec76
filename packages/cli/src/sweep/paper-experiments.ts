import { unknownName, UserError } from '@alignclip/core';
import { loadExperiment, type LoadedExperiment } from '@alignclip/experiment';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the experiments of the paper are, seen from the repository. */
export const paperFolder = join('experiments', 'paper');

/** The gap, then what it does downstream, then what AlignCLIP is made of; what isn't named comes last, by name. */
const order = ['table-1', 'figure-4', 'zero-shot-classification', 'linear-probe', 'distribution-shift',
  'zero-shot-retrieval', 'fine-tuned-retrieval', 'sts', 'table-6', 'table-7', 'figure-5']; // prettier-ignore
const placeOf = (file: string): number => {
  const place = order.indexOf(file.replace(/\.ts$/, ''));
  return place < 0 ? order.length : place;
};

/** Their files, in the order of the report. Throws UserError where there are none. */
export function paperFiles(): string[] {
  const names = existsSync(paperFolder) ? readdirSync(paperFolder).filter((name) => /^[a-z0-9-]+\.ts$/.test(name)) : [];
  if (names.length === 0) throw new UserError(`no experiments in ${paperFolder}: call it from the repository`);
  const ordered = names.sort().toSorted((a, b) => placeOf(a) - placeOf(b));
  return ordered.map((name) => join(paperFolder, name));
}

/**
 * The named experiments, or `all`, each after the one that it begins with the weights of, which is added where it isn't
 * named. Throws UserError on an unknown name.
 */
export function paperExperiments(wanted: readonly string[]): LoadedExperiment[] {
  const all = paperFiles().map(loadExperiment);
  const names = all.map(({ definition }) => definition.name);
  const chosen = new Set<LoadedExperiment>();
  const choose = (name: string) => {
    const experiment = all.find(({ definition }) => definition.name === name);
    if (experiment === undefined) throw unknownName('experiment of the paper', name, ['all', ...names]);
    if (experiment.definition.startsFrom) choose(experiment.definition.startsFrom.name);
    chosen.add(experiment);
  };
  (wanted.includes('all') ? names : wanted).forEach(choose);
  return [...chosen];
}
