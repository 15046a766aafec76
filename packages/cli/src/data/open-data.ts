import {
  contentHash,
  parseOptions,
  UserError,
  type Dataset,
  type Json,
  type JsonObject,
  type ReportProgress,
  type Spec,
} from '@alignclip/core';
import { cellsOf, loadExperiment, openDataset, Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { parseSettings } from '../options/selection-options';

export interface DataChoice {
  /** `name=value`, the value as JSON or text. */
  readonly option?: readonly string[];
  /** Of an experiment. */
  readonly variant?: string;
  readonly profile?: string;
}

/**
 * The data set of an experiment file, or a component by its type with files and options. Throws UserError where the
 * variants of an experiment have several, and on unknown types and options.
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
  if (first === undefined) throw new UserError(`${path}: no variant, so no data set`);
  if (others.length > 0) {
    const names = [first, ...others].map(({ name }) => `"${name}"`).join(', ');
    throw new UserError(
      `${path}: its variants have ${byHash.size} data sets; choose one with --variant, for example of ${names}`,
    );
  }
  return { spec: first.spec, registry };
}

function ofType(type: string, files: readonly string[], { option = [] }: DataChoice): Found {
  const registry = new Registry();
  const { options } = registry.find({ slot: 'dataset', type, options: {} });
  const given: JsonObject = {
    ...(files.length > 0 && { files: filesOf(files) }),
    ...parseSettings(option, '--option', 'images=photos.tar'),
  };
  return { spec: { slot: 'dataset', type, options: parseOptions(`dataset/${type}`, options, given) }, registry };
}

/** One file, several, or those of splits: `train=a.tar test=b.tar`. Throws UserError where only some name their split. */
function filesOf(files: readonly string[]): Json {
  const named = files.map((file) => /^([\w-]+)=(.+)$/s.exec(file));
  if (named.every((match) => match === null)) return files.length === 1 ? files[0]! : files;
  const bySplit: Record<string, string[]> = {};
  for (const [i, match] of named.entries()) {
    if (match === null) throw new UserError(`"${files[i]}" names no split, others do; write split=file for each`);
    (bySplit[match[1]!] ??= []).push(match[2]!);
  }
  return Object.fromEntries(Object.entries(bySplit).map(([split, own]) => [split, own.length === 1 ? own[0]! : own]));
}

export interface DataOptions extends DataChoice {
  readonly split?: readonly string[];
}

/** The arguments by which the data commands find a data set. */
export const withDataset = (command: Command): Command =>
  command
    .argument('<data>', 'an experiment file, or a data set by its type: webdataset, csv, coco, …')
    .argument('[files...]', 'what its option "files" names; train=… test=… for files by split')
    .option('-o, --option <name=value...>', 'other options of the data set, values as text or JSON: images=photos.tar')
    .option('--split <name...>', 'only these splits')
    .option('--variant <name>', 'of an experiment whose variants have several data sets')
    .option('--profile <name>', 'of an experiment');
