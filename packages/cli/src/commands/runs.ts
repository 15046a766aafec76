/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- modules beyond the store are loaded on use */
import { unknownName, UserError } from '@alignclip/core';
import { findRecord, listRuns } from '@alignclip/experiment/store';
import { plainText } from '@alignclip/reporting/text';
import { type Command, Option } from 'commander';
import { join } from 'node:path';
import type { ExportFormat } from '../runs/export-runs';
import { jobLines, listLines, showLines } from '../runs/lines';

interface RunsOptions {
  readonly runs: string;
}

export function runsCommand(program: Command): void {
  const runs = program.command('runs');
  const sub = (name: string, description: string) =>
    runs.command(name).description(description).option('--runs <folder>', 'where records are kept', 'runs');
  sub('list', 'list every run with variant, seed, state, time and size')
    .argument('[experiment]', 'only this experiment')
    .action(list);
  sub('show', 'show one record').argument('<run>', aRun).action(show);
  sub('diff', 'show how the configurations of two runs differ')
    .argument('<run>', aRun)
    .argument('<other>', aRun)
    .action(diff);
  sub('compare', 'compare scores of several runs: mean ± sd over the seeds of each variant')
    .argument('<run...>', 'experiments, folders or single runs')
    .option('--score <part...>', 'only scores whose name contains one of these')
    .action(compare);
  withExport(sub('export', 'write finished runs and their curves for pandas, DuckDB, a spreadsheet, MLflow or wandb'));
  sub('jobs', 'list what was submitted to Slurm, with its progress')
    .argument('[experiment]', 'only this experiment')
    .action(jobs);
  sub('gc', 'list (or delete) records, checkpoints and event files that no cell of the experiment uses')
    .argument('<experiment...>', 'experiment file; if several share one folder of runs, all of them')
    .option('--yes', 'delete the files instead of listing them')
    .action(async (files: readonly string[], { runs, yes = false }: RunsOptions & { yes?: boolean }) => {
      print(await heavy.garbage().collectGarbage(files, runs, yes));
    });
}

function withExport(command: Command): void {
  command
    .argument('[run...]', 'experiments, folders or single runs; all experiments by default')
    .requiredOption('--out <folder>', 'folder to write; it must be new or empty')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(['csv', 'jsonl', 'parquet', 'mlflow', 'wandb'])
        .default('csv'),
    )
    .action(exportAll);
}

type ExportOptions = RunsOptions & { readonly out: string; readonly format: ExportFormat };

async function exportAll(references: readonly string[], { runs, format, out }: ExportOptions): Promise<void> {
  const names = references.length > 0 ? references : (await experimentsOf(undefined, runs)).map(({ name }) => name);
  const { records, problems } = heavy.comparison().selectRecords(names, runs);
  const lines = await heavy.exports().exportRuns(records, format, out);
  print([...lines, ...problems.map((problem) => `can't be read: ${problem}`)]);
}

const aRun = 'a record: its file, its folder, or the beginning of its name or key';

async function list(only: string | undefined, { runs }: RunsOptions): Promise<void> {
  const experiments = await experimentsOf(only, runs);
  for (const experiment of experiments) print(listLines(experiment));
}

function show(reference: string, { runs }: RunsOptions): void {
  print(showLines(findRecord(reference, runs).record));
}

function diff(reference: string, other: string, { runs }: RunsOptions): void {
  print(heavy.comparison().diffLines(findRecord(reference, runs).record, findRecord(other, runs).record));
}

function compare(references: readonly string[], { runs, score }: RunsOptions & { score?: readonly string[] }): void {
  const { compareLines, selectRecords } = heavy.comparison();
  const { records, problems } = selectRecords(references, runs);
  print([...compareLines(records, score), ...problems.map((problem) => `can't be read: ${problem}`)]);
}

async function jobs(only: string | undefined, { runs }: RunsOptions): Promise<void> {
  const experiments = await experimentsOf(only, runs);
  const found = await Promise.all(experiments.map(({ name }) => heavy.launchers().slurmStatus(join(runs, name))));
  print(found.flatMap(({ batches }) => batches.flatMap(jobLines)));
  if (found.every(({ batches }) => batches.length === 0)) print(['nothing was submitted to Slurm']);
  const problem = found.find((one) => one.problem !== undefined)?.problem;
  if (problem !== undefined) throw new UserError(`${problem}; the states shown are from the files`);
}

async function experimentsOf(only: string | undefined, runs: string) {
  const all = await listRuns(runs);
  if (all.length === 0) throw new UserError(`--runs = "${runs}": this folder contains no runs`);
  const chosen = only === undefined ? all : all.filter(({ name }) => name === only);
  if (chosen.length === 0)
    throw unknownName(
      'experiment',
      only!,
      all.map(({ name }) => name),
    );
  return chosen;
}

/** Modules of actions that need more than the store, loaded on use. */
const heavy = {
  garbage: () => require('../runs/collect-garbage') as typeof import('../runs/collect-garbage'),
  comparison: () => require('../runs/comparison') as typeof import('../runs/comparison'),
  exports: () => require('../runs/export-runs') as typeof import('../runs/export-runs'),
  launchers: () => require('@alignclip/launchers') as typeof import('@alignclip/launchers'),
};

/** Escapes control characters: a record may come from elsewhere. */
const print = (lines: readonly string[]): void => {
  for (const line of lines) console.log(/^ */.exec(line)![0] + plainText(line));
};
