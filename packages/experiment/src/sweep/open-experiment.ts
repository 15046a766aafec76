import { folderOf } from '../define/define-experiment';
import { loadExperiment, type LoadedExperiment } from '../define/load-experiment';
import { runFolder, RunStore } from '../store/run-store';

/** An experiment with its run store. */
export interface OpenedExperiment extends LoadedExperiment {
  readonly store: RunStore;
}

/** The experiment with its results in `folder`. */
export const withStore = (experiment: LoadedExperiment, folder: string): OpenedExperiment => ({
  ...experiment,
  store: new RunStore(folder),
});

/** Loads an experiment file; `runs` holds one folder of results per experiment. Nothing is written. Throws UserError. */
export function openExperiment(path: string, { runs }: { readonly runs: string }): OpenedExperiment {
  const experiment = loadExperiment(path);
  return withStore(experiment, runFolder(runs, folderOf(experiment.definition)));
}
