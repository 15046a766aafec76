import { UserError, type Spec } from '@alignclip/core';
import {
  loadExperiment,
  noExperiment,
  type LoadedExperiment,
  onDataset,
  type OpenedModel,
  type OpenedRun,
  openModelFile,
  openRun,
  type Registry,
  specOf,
} from '@alignclip/experiment';
import { isCheckpointFolder, isShardIndex } from '@alignclip/formats';
import { type Command, Option } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { countedEncoder } from '../progress/counted-encoder';
import { flagOf } from './file-options';
import { type HyperParameterOptions, givenHyperParameters, withHyperParameters } from './hyper-parameters';

export interface RunOptions {
  readonly runs: string;
  readonly checkpoint?: string;
  readonly experiment?: string;
}

/** A data set, and the hyper-parameters that a checkpoint lacks. */
export interface DataOptions extends HyperParameterOptions {
  readonly data?: string;
  readonly images?: string;
  readonly classColumns?: readonly string[];
  readonly tokenizer?: string;
}

export type ModelOptions = RunOptions & DataOptions;

/** The arguments and options that name a finished run. */
export const withRun = (command: Command, argument = '<model>'): Command =>
  command
    .argument(argument, 'a record (its file, folder, or the beginning of its name or key), or a checkpoint')
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option('--checkpoint <file>', "weights to use instead of the run's checkpoint")
    .option('--experiment <file>', 'experiment file, needed if it has its own components');

/** Where the ids of a checkpoint's texts come from. */
export const tokenizerOption = (): Option =>
  new Option(
    '--tokenizer <file>',
    "tokenizer.json of a checkpoint, or its folder (default: the one beside a checkpoint of Hugging Face, else CLIP's)",
  );

/** The options that name the data for a model. */
export const withData = (command: Command): Command =>
  withHyperParameters(
    command
      .option('--data <data>', dataHelp)
      .option('--images <place>', 'folder, tar or zip file with the images listed in a csv or tsv file')
      .option('--class-columns <names...>', 'columns of a csv or tsv file with a class of each image')
      .addOption(tokenizerOption()),
  );

export const openRunOf = (reference: string, { runs, checkpoint, experiment }: RunOptions): Promise<OpenedRun> =>
  openRun(reference, { runs, checkpoint, experiment: experimentOf(experiment) });

/** A run by its record, or the model of a checkpoint; `--data` replaces the run's data set. */
export async function openModelOf(reference: string, options: ModelOptions): Promise<OpenedModel> {
  if (isModelFile(reference)) return openCheckpoint(reference, options);
  refuseOfRuns(reference, options);
  const opened = await openRunOf(reference, options);
  const counted = { ...opened, model: countedEncoder(opened.model) };
  const { data } = options;
  return data === undefined ? counted : onDataset(counted, dataArgument(opened.registry, data, options));
}

/** The model of a checkpoint on the data set of `--data`. */
export async function openCheckpoint(
  path: string,
  { experiment, ...options }: DataOptions & Pick<RunOptions, 'experiment'>,
): Promise<OpenedModel> {
  const { data } = options;
  if (data === undefined) throw new UserError(`${path}: a checkpoint has no data set; choose one with --data`);
  const loaded = experimentOf(experiment);
  const dataset = dataArgument((loaded ?? noExperiment()).registry, data, options);
  const opened = await openModelFile(path, {
    dataset,
    experiment: loaded,
    hyperParameters: givenHyperParameters(options),
    weights: options.weights,
    tokenizer: options.tokenizer,
  });
  return { ...opened, model: countedEncoder(opened.model) };
}

/** Whether it is a file that is not a record, the index of several, or a folder with the weights of one model. */
export const isModelFile = (path: string): boolean =>
  !path.includes('\0') &&
  existsSync(path) &&
  (statSync(path).isFile() ? extname(path) !== '.json' || isShardIndex(path) : isCheckpointFolder(path));

export const experimentOf = (file: string | undefined): LoadedExperiment | undefined =>
  file === undefined ? undefined : loadExperiment(file);

/** Readers by file extension. */
const readers = [
  { type: 'csv', name: /\.[ct]sv(?:\.gz)?$/i },
  { type: 'webdataset', name: /\.tar(?:\.gz)?$|\.tgz$/i },
  { type: 'parquet', name: /\.parquet$/i },
];

/** Help for every option that takes data. */
const dataHelp =
  'a csv or tsv file, webdataset shards (.tar, also {000..009}.tar), parquet files, a data set by type, or {"type":"…","options":{…}}';

type ListOptions = Pick<DataOptions, 'images' | 'classColumns'>;

/**
 * The data set of a `--data` argument: files by extension, else a component by type or as JSON. `images`: where the images
 * of a csv or tsv file are; `classColumns`: its columns with classes. Throws UserError naming the near misses.
 */
export function dataArgument(registry: Registry, text: string, lists: ListOptions = {}): Spec<'dataset'> {
  const { images, classColumns } = lists;
  const reader = text.trimStart().startsWith('{') ? undefined : readers.find(({ name }) => name.test(text));
  if (reader === undefined) return specByType(registry, text, lists);
  if (reader.type !== 'csv') refuseOfLists(lists);
  const options = { files: text, ...(images !== undefined && { images }), ...(classColumns && { classColumns }) };
  return specOf(registry, 'dataset', JSON.stringify({ type: reader.type, options }));
}

function specByType(registry: Registry, text: string, lists: ListOptions): Spec<'dataset'> {
  const isType = registry.components.some(({ slot, type }) => slot.name === 'dataset' && type === text);
  if (!isType && existsSync(text)) {
    const example = JSON.stringify({ type: 'coco', options: { files: text } });
    throw new UserError(`--data ${text}: unknown file extension; name the reader, for example ${example}`);
  }
  refuseOfLists(lists);
  return specOf(registry, 'dataset', text);
}

/** Throws UserError on options that a run, which has its own data, tokenizer and hyper-parameters, would not look at. */
function refuseOfRuns(reference: string, options: ModelOptions): void {
  const { data, tokenizer, weights } = options;
  const list = (['images', 'classColumns'] as const).find((name) => data === undefined && options[name] !== undefined);
  if (list !== undefined) throw new UserError(`${flagOf(list)} needs --data, the csv or tsv file that it belongs to`);
  const owns = { tokenizer, weights, ...givenHyperParameters(options) };
  const [own] = Object.entries(owns).find(([, value]) => value !== undefined) ?? [];
  if (own !== undefined)
    throw new UserError(`${flagOf(own)} belongs to a checkpoint; ${reference} is a run, which has its own`);
}

function refuseOfLists({ images, classColumns }: ListOptions): void {
  if (images !== undefined)
    throw new UserError(
      `--images = "${images}" needs a csv or tsv file; otherwise it is an option of the data set: {"type":"…","options":{"images":"…",…}}`,
    );
  if (classColumns !== undefined)
    throw new UserError(
      `--class-columns = "${classColumns.join(' ')}" needs a csv or tsv file; {"type":"csv","options":{"files":"…","classColumns":["…"]}} says it too`,
    );
}
