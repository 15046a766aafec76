import { counted, foldOf, pairOf, shellWord, UserError, type RunRecord } from '@alignclip/core';
import {
  extendedSeedsOf,
  openExperiment,
  planSweep,
  readRecords,
  type CellSelection,
  type OpenedExperiment,
  type ReadRecords,
} from '@alignclip/experiment';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ReportSource } from './make-report';

/**
 * From a path: an experiment file with its records below `runs`, or a folder with records, a run store or several run
 * stores. Throws UserError if it is none of these.
 */
export async function reportSources(
  path: string,
  runs: string,
  selection: CellSelection = {},
): Promise<ReportSource[]> {
  if (path.includes('\0')) throw new UserError(`${JSON.stringify(path)}: not a path`);
  if (existsSync(path) && statSync(path).isDirectory()) return sourcesOfFolder(path);
  return [await sourceOfExperiment(openExperiment(path, { runs }), selection)];
}

async function sourceOfExperiment(experiment: OpenedExperiment, selection: CellSelection): Promise<ReportSource> {
  const { definition, store } = experiment;
  const extended = extendedOf(experiment, selection);
  const planned = await plan(experiment, { ...selection, ...(extended && { extended }) });
  if (planned instanceof UserError)
    return { title: definition.name, records: [], gaps: [`missing: all cells: ${planned.message}`], experiment };
  const { cells, profile } = planned;
  const unfinished = cells.filter(({ record }) => record === undefined);
  const gaps = unfinished.map(({ id, variant, seed, key }) => {
    const problem = store.problem(variant, seed, key);
    return problem === undefined ? `missing: ${id}` : `corrupt: ${id}: ${problem}`;
  });
  const { records, problems } = store.readAll();
  const known = new Set(cells.map(({ key }) => key));
  const others = records.filter(({ key }) => !known.has(key)).length + problems.length - gaps.filter(isCorrupt).length;
  return {
    title: `${definition.name}, profile ${profile}`,
    records: cells.flatMap(({ record }) => record ?? []),
    gaps: unfinished.length > 0 && others > 0 ? [...gaps, otherFiles(others, store.folder)] : gaps,
    experiment,
    ...(extended && { seeds: 'until-decided' as const }),
  };
}

/** The seeds that `ablate --until decided` came to; none where seeds are chosen. */
const extendedOf = ({ store }: OpenedExperiment, { seeds, profile = 'quick', settings }: CellSelection) =>
  seeds === undefined ? extendedSeedsOf(store.folder, profile, settings) : undefined;

/** The experiment that this one starts from may not be trained yet: then no cell of this one can be planned. */
async function plan(experiment: OpenedExperiment, selection: CellSelection) {
  try {
    return await planSweep(experiment, selection);
  } catch (error) {
    if (error instanceof UserError && experiment.definition.startsFrom) return error;
    throw error;
  }
}

const isCorrupt = (gap: string): boolean => gap.startsWith('corrupt: ');

const otherFiles = (count: number, folder: string): string =>
  `${counted(count, 'other file')} in ${folder}/records: from other settings, from other code, or corrupt; \`alignclip report ${shellWord(folder)}\` shows them`;

function sourcesOfFolder(path: string): ReportSource[] {
  const folders = recordFolders(path);
  if (folders.length === 0) throw new UserError(`"${path}": no records found there; a record is a .json file`);
  return folders.flatMap((folder) => groups(nameOf(folder), readRecords(folder)));
}

const nameOf = (folder: string): string =>
  basename(resolve(basename(folder) === 'records' ? join(folder, '..') : folder));

/** The folder itself, its `records/`, or those of the run stores in it. */
function recordFolders(path: string): string[] {
  const hasJson = (folder: string) =>
    existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).some((name) => name.endsWith('.json'));
  const own = [path, join(path, 'records')].filter(hasJson);
  const stores = readdirSync(path).map((name) => join(path, name, 'records'));
  return own.length > 0 ? own : stores.filter(hasJson);
}

/** Records of one experiment and profile belong together. */
function groups(folder: string, { records, problems }: ReadRecords): ReportSource[] {
  const titles = [...new Set(records.map(({ experiment, profile }) => `${experiment}, profile ${profile}`))];
  const corrupt = problems.map((problem) => `corrupt: ${problem}`);
  if (titles.length === 0) return [{ title: folder, records: [], gaps: corrupt }];
  return titles.map((title, i) => {
    const own = records.filter(({ experiment, profile }) => `${experiment}, profile ${profile}` === title);
    return { title, records: own, gaps: [...(i === 0 ? corrupt : []), ...missingSeeds(own)] };
  });
}

/** One line per seed that some variant has and another lacks: all that is known without the experiment's file. */
function missingSeeds(records: readonly RunRecord[]): string[] {
  const ordered = [...records].sort((a, b) => a.seed - b.seed || (foldOf(a) ?? 0) - (foldOf(b) ?? 0));
  const seeds = [...new Set(ordered.map(pairOf))];
  const variants = [...new Set(records.map(({ variant }) => variant))];
  const has = (variant: string, seed: string) => records.some((run) => run.variant === variant && pairOf(run) === seed);
  return seeds.flatMap((seed) =>
    variants.filter((variant) => !has(variant, seed)).map((variant) => `missing: ${variant} · seed ${seed}`),
  );
}
