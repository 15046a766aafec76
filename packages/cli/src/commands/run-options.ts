import { UserError } from '@alignclip/core';
import {
  loadExperiment,
  noExperiment,
  type LoadedExperiment,
  onDataset,
  type OpenedModel,
  type OpenedRun,
  openModelFile,
  openRun,
} from '@alignclip/experiment';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { dataArgument, dataHelp } from '../data-argument';
import { countedEncoder } from '../progress/counted-encoder';
import { type UntoldOptions, untoldWish, withUntold } from '../checkpoint/untold-options';

export interface RunOptions {
  readonly runs: string;
  readonly checkpoint?: string;
  readonly experiment?: string;
}

/** A data set, and what a checkpoint doesn't tell of itself. */
export interface DataOptions extends UntoldOptions {
  readonly data?: string;
  readonly images?: string;
}

export type ModelOptions = RunOptions & DataOptions;

/** The options by which commands find a finished run. */
export const withRun = (command: Command): Command =>
  command
    .argument('<model>', 'a record (its file, folder, or the first characters of its name or key), or a checkpoint')
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option('--checkpoint <file>', "weights to read instead of the run's checkpoint")
    .option('--experiment <file>', 'the experiment file, where it has components of its own');

/** The options by which commands are told what a model is to look at. */
export const withData = (command: Command): Command =>
  withUntold(
    command
      .option('--data <data>', dataHelp)
      .option('--images <place>', 'the folder, tar or zip file of the images that a csv or tsv file lists'),
  );

export const openRunOf = (reference: string, { runs, checkpoint, experiment }: RunOptions): Promise<OpenedRun> =>
  openRun(reference, { runs, checkpoint, experiment: experimentOf(experiment) });

/** A run by its record, or the model of a checkpoint; with `--data` on another data set than the run's. */
export async function openModelOf(reference: string, options: ModelOptions): Promise<OpenedModel> {
  if (isModelFile(reference)) return openCheckpoint(reference, options);
  const opened = await openRunOf(reference, options);
  const counted = { ...opened, model: countedEncoder(opened.model) };
  const { data, images } = options;
  return data === undefined ? counted : onDataset(counted, dataArgument(opened.registry, data, images));
}

/** The model of a checkpoint on the data set that `--data` means. */
export async function openCheckpoint(
  path: string,
  { experiment, ...options }: DataOptions & Pick<RunOptions, 'experiment'>,
): Promise<OpenedModel> {
  const { data, images } = options;
  if (data === undefined) throw new UserError(`${path}: a checkpoint has no data set of its own; name one with --data`);
  const loaded = experimentOf(experiment);
  const dataset = dataArgument((loaded ?? noExperiment()).registry, data, images);
  const opened = await openModelFile(path, { dataset, experiment: loaded, untold: untoldWish(options) });
  return { ...opened, model: countedEncoder(opened.model) };
}

/** A file that is no record. */
export const isModelFile = (path: string): boolean =>
  !path.includes('\0') && existsSync(path) && statSync(path).isFile() && extname(path) !== '.json';

const experimentOf = (file: string | undefined): LoadedExperiment | undefined =>
  file === undefined ? undefined : loadExperiment(file);
