import { foldOf, type RunRecord } from '@alignclip/core';
import { existsSync, readdirSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readEach, StartedCells, trainedSteps } from './records';
import { checkRunsFolder, RunStore } from './run-store';

/** A cell that was started in a run store. */
export interface ListedRun {
  readonly variant: string;
  readonly seed: number;
  /** Of the data, where it has folds. */
  readonly fold?: number | undefined;
  readonly profile: string;
  readonly key: string;
  /** `running`: a process works on it now; `stopped`: it resumes from its checkpoint when run again. */
  readonly state: 'finished' | 'running' | 'stopped';
  /** Run time; only of a finished run. */
  readonly seconds: number | undefined;
  /** Steps in its checkpoint; only of an unfinished run. */
  readonly steps: number | undefined;
  /** Size of record, checkpoint and event file. Runs of one training share a checkpoint. */
  readonly bytes: number;
}

export interface ListedExperiment {
  readonly name: string;
  readonly runs: readonly ListedRun[];
  /** A line for each record that can't be read. */
  readonly problems: readonly string[];
}

/** Every experiment's folder below `runs`, by name. */
export async function listRuns(runs: string): Promise<ListedExperiment[]> {
  checkRunsFolder(runs);
  if (!existsSync(runs)) return [];
  const names = readdirSync(runs).filter((name) => existsSync(join(runs, name, 'records')));
  return Promise.all(names.sort().map((name) => listExperiment(name, join(runs, name))));
}

async function listExperiment(name: string, folder: string): Promise<ListedExperiment> {
  const store = new RunStore(folder);
  const { records, problems } = readEach(join(folder, 'records'), summaryOf);
  const finished = records.map(({ variant, seed, fold, profile, key, trainingKey, seconds }): ListedRun => {
    const bytes = bytesOfRun(store, store.runName(variant, seed, key), trainingKey);
    return {
      variant,
      seed,
      fold,
      profile,
      key,
      state: 'finished',
      seconds: seconds.train + seconds.evaluate,
      steps: undefined,
      bytes,
    };
  });
  const keys = new Set(records.map(({ key }) => key));
  const begun = [...new StartedCells(folder).read()].filter(([, { key }]) => !keys.has(key));
  const unfinished = begun.map(
    async ([runName, { variant, seed, fold, profile, key, trainingKey }]): Promise<ListedRun> => {
      const state = (await store.isWorkedOn(trainingKey)) ? 'running' : 'stopped';
      const steps = await trainedSteps(store.checkpointPath(trainingKey));
      const bytes = bytesOfRun(store, runName, trainingKey);
      return { variant, seed, fold, profile, key, state, seconds: undefined, steps, bytes };
    },
  );
  return { name, runs: [...finished, ...(await Promise.all(unfinished))], problems };
}

/** What is listed of a record, without its curves and details. */
const summaryOf = (run: RunRecord) => ({
  ...{ variant: run.variant, seed: run.seed, fold: foldOf(run), profile: run.profile },
  ...{ key: run.key, trainingKey: run.trainingKey },
  seconds: { train: run.seconds.train, evaluate: run.seconds.evaluate },
});

const bytesOfRun = (store: RunStore, name: string, trainingKey: string | undefined): number =>
  diskUse(join(store.folder, 'records', `${name}.json`)) +
  diskUse(store.eventFolder(name)) +
  (trainingKey === undefined ? 0 : diskUse(store.checkpointPath(trainingKey)));

/** Bytes of a file, or of all files below a folder; links are not followed. 0 if the path doesn't exist. */
export function diskUse(path: string): number {
  if (!existsSync(path)) return 0;
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + diskUse(join(path, name)), 0);
}
