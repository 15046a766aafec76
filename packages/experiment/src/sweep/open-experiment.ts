import { folderOf } from '../define/define-experiment';
import { loadExperiment, type LoadedExperiment } from '../define/load-experiment';
import { runFolder, RunStore } from '../store/run-store';

/** An experiment with the place of its results. */
export interface OpenedExperiment extends LoadedExperiment {
  readonly store: RunStore;
}

/** The same experiment with its results in another folder. */
export const withStore = (experiment: LoadedExperiment, folder: string): OpenedExperiment => ({
  ...experiment,
  store: new RunStore(folder),
});

/** Loads an experiment file; `runs` holds a folder of results for each experiment. Nothing is written. Throws UserError. */
export function openExperiment(path: string, { runs }: { readonly runs: string }): OpenedExperiment {
  const experiment = loadExperiment(path);
  return withStore(experiment, runFolder(runs, folderOf(experiment.definition)));
}
