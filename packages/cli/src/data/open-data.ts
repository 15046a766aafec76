import {
  contentHash,
  parseOptions,
  shellWord,
  UserError,
  type Dataset,
  type Json,
  type JsonObject,
  type ReportProgress,
  type Spec,
  unknownName,
} from '@alignclip/core';
import { itemCount, storedItems, type StoredItem } from '@alignclip/datasets';
import { cellsOf, loadExperiment, openDataset, Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { parseSettings } from '../options/sweep-options';
import { itemProgress } from '../progress/progress';

export interface DataChoice {
  /** `name=value`, the value as JSON or text. */
  readonly option?: readonly string[];
  /** Variant of an experiment. */
  readonly variant?: string;
  readonly profile?: string;
}

/**
 * The data set of an experiment file, or a component by type with files and options. Throws UserError if the variants of
 * an experiment have different data sets, and on unknown types and options.
 */
export async function openData(
  reference: string,
  files: readonly string[],
  choice: DataChoice,
  report: ReportProgress = () => undefined,
): Promise<Dataset> {
  const isExperiment = /\.[cm]?[jt]s$/.test(reference);
  const { spec, registry } = isExperiment ? ofExperiment(reference, choice) : ofType(reference, files, choice);
  return openDataset(registry, spec, report);
}

interface Found {
  readonly spec: Spec<'dataset'>;
  readonly registry: Registry;
}

function ofExperiment(path: string, { variant, profile }: DataChoice): Found {
  const { definition, registry } = loadExperiment(path);
  const cells = cellsOf(definition, { profile, variants: variant === undefined ? undefined : [variant] });
  const byHash = new Map(
    cells.map(({ config, variant: name }) => [contentHash(config.dataset), { spec: config.dataset, name }]),
  );
  const [first, ...others] = byHash.values();
  if (first === undefined) throw new UserError(`${path}: no variant, and so no data set`);
  if (others.length > 0) {
    const names = [first, ...others].map(({ name }) => `"${name}"`).join(', ');
    throw new UserError(
      `${path}: its variants have ${byHash.size} data sets; choose one with --variant, for example ${names}`,
    );
  }
  return { spec: first.spec, registry };
}

function ofType(type: string, files: readonly string[], { option = [] }: DataChoice): Found {
  const registry = new Registry();
  const types = registry.components.filter(({ slot }) => slot.name === 'dataset').map((component) => component.type);
  if (!types.includes(type) && looksLikePath(type)) throw pathForType(type, types);
  const { options } = registry.find({ slot: 'dataset', type, options: {} });
  const given: JsonObject = {
    ...(files.length > 0 && { files: filesOf(files) }),
    ...parseSettings(option, '--option', 'images=photos.tar'),
  };
  return { spec: { slot: 'dataset', type, options: parseOptions(`dataset/${type}`, options, given) }, registry };
}

const looksLikePath = (text: string): boolean => /[./\\{*]/.test(text) || existsSync(text);

/** The readers of files by the ends of their names. */
const readerOf: readonly (readonly [end: RegExp, type: string])[] = [
  [/\.(csv|tsv|tab)(\.gz)?$/i, 'csv'],
  [/\.(tar|tar\.gz|tgz)$/i, 'webdataset'],
  [/\.parquet$/i, 'parquet'],
  [/\.json(\.gz)?$/i, 'coco'],
];

function pathForType(path: string, types: readonly string[]): UserError {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const type = isFolder ? 'image-folder' : readerOf.find(([end]) => end.test(path))?.[1];
  const hint =
    type === undefined
      ? `types: ${types.join(', ')}`
      : `for this ${isFolder ? 'folder' : 'file'}: alignclip data inspect ${type} ${shellWord(path)}`;
  return new UserError(`"${path}" is no type of a data set and no experiment file (.ts, .js); ${hint}`);
}

/** One file, several, or files by split: `train=a.tar test=b.tar`. Throws UserError if only some name their split. */
function filesOf(files: readonly string[]): Json {
  const named = files.map((file) => /^([\w-]+)=(.+)$/s.exec(file));
  if (named.every((match) => match === null)) return files.length === 1 ? files[0]! : files;
  const bySplit = new Map<string, string[]>();
  for (const [i, match] of named.entries()) {
    if (match === null) throw new UserError(`"${files[i]}" has no split, but others have; write split=file for each`);
    bySplit.set(match[1]!, [...(bySplit.get(match[1]!) ?? []), match[2]!]);
  }
  return Object.fromEntries([...bySplit].map(([split, own]) => [split, own.length === 1 ? own[0]! : own]));
}

export interface DataOptions extends DataChoice {
  readonly split?: readonly string[];
}

/** The arguments and options that name a data set. */
export const withDataset = (command: Command): Command =>
  command
    .argument('<data>', 'an experiment file, or the type of a data set: webdataset, csv, coco, …')
    .argument('[files...]', 'value of its option "files"; train=… test=… for files by split')
    .option(
      '-o, --option <name=value...>',
      'other options of the data set, with text or JSON as value, for example images=photos.tar',
    )
    .option('--split <name...>', 'only these splits')
    .option('--variant <name>', 'variant of the experiment, if its variants have different data sets')
    .option('--profile <name>', 'profile of the experiment');

/** Every item of a split, including corrupt ones, with a progress display. */
export async function* countedItems(dataset: Dataset, split: string): AsyncGenerator<StoredItem> {
  const progress = itemProgress(split, itemCount(dataset, split));
  let count = 0;
  try {
    for await (const item of storedItems(dataset, split)) {
      yield item;
      progress.show((count += 1));
    }
  } finally {
    progress.stop();
  }
}

/** The splits given, or all. Throws UserError naming the nearest one. */
export function chosenSplits({ splits }: Dataset, asked: readonly string[] = splits): readonly string[] {
  const unknown = asked.find((split) => !splits.includes(split));
  if (unknown !== undefined) throw unknownName('split', unknown, splits);
  return asked;
}
