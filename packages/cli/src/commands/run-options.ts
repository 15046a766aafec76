import { loadExperiment, openRun, type OpenedRun } from '@alignclip/experiment';
import type { Command } from 'commander';

export interface RunOptions {
  readonly runs: string;
  readonly checkpoint?: string;
  readonly experiment?: string;
}

/** The options by which commands find a finished run. */
export const withRun = (command: Command): Command =>
  command
    .argument('<run>', 'a record: its file, its folder, or the first characters of its name or key')
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option('--checkpoint <file>', "weights to read instead of the run's checkpoint")
    .option('--experiment <file>', 'the experiment file, where it has components of its own');

export const openRunOf = (reference: string, { runs, checkpoint, experiment }: RunOptions): Promise<OpenedRun> =>
  openRun(reference, {
    runs,
    checkpoint,
    experiment: experiment === undefined ? undefined : loadExperiment(experiment),
  });
