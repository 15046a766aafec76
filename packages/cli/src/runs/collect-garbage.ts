import { sizeText, UserError } from '@alignclip/core';
import { findUnreferenced, folderOf, loadExperiment, removeGarbage, runFolder, RunStore } from '@alignclip/experiment';

/** Finds files that no cell of the experiments uses; with `yes` deletes them. Returns the lines to print. Throws UserError. */
export async function collectGarbage(files: readonly string[], runs: string, yes: boolean): Promise<string[]> {
  const experiments = files.map(loadExperiment);
  const folders = [...new Set(experiments.map(({ definition }) => folderOf(definition)))];
  if (folders.length > 1)
    throw new UserError(`gc cleans one folder at a time; these experiments use ${folders.join(', ')}`);
  const store = new RunStore(runFolder(runs, folders[0]!));
  const garbage = await findUnreferenced(experiments, store);
  const size = sizeText(garbage.reduce((sum, { bytes }) => sum + bytes, 0));
  if (yes) removeGarbage(garbage);
  const what = `${garbage.length} files and folders, ${size}`;
  return [
    ...garbage.map(({ path, bytes }) => `${sizeText(bytes).padStart(9)}  ${path}`),
    garbage.length === 0
      ? 'nothing to delete'
      : yes
        ? `deleted ${what}`
        : `would delete ${what}; run with --yes to delete them`,
  ];
}
