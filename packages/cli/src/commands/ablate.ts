import { selectBackend } from '@alignclip/backend';
import type { Launcher, RunRecord, SeedsRule } from '@alignclip/core';
import {
  cellsOf,
  cellsToTrain,
  measureCells,
  type OpenedExperiment,
  openExperiment,
  planSweep,
  type SweepPlan,
  tryOwnParts,
} from '@alignclip/experiment';
import { makeReport, refuseUnfair, reportFormat, type ReportSource, sweepText } from '@alignclip/report';
import type { Command } from 'commander';
import { finishSweep, finishTrials } from '../sweep/finish-sweep';
import { interruptSignal } from '../sweep/finish-sweep';
import { chooseProfile, featureCounts, prepareData } from '../sweep/prepare-sweep';
import { printedConfig, type PrintOptions, withPrintConfig } from '../sweep/print-config';
import { printEstimate, printPlan, refuseFittedOnScored, refuseUndivided, sayUnanswerable } from '../sweep/print-plan';
import { finishUntilDecided, seedLimitsOf, type UntilOptions } from '../sweep/until-decided';
import {
  cellsAtOnce,
  launcherOf,
  type LauncherOptions,
  parseOnFailure,
  selectionOf,
  type SelectionOptions,
  withLauncher,
  withSelection,
} from '../options/sweep-options';
import { measuredHere } from '../options/worker-options';

interface AblateOptions extends SelectionOptions, LauncherOptions, PrintOptions, Omit<UntilOptions, 'seed'> {
  readonly dryRun?: boolean;
  /** False for --no-measure. */
  readonly measure: boolean;
  readonly markdown?: boolean;
  readonly strict?: boolean;
  readonly onFailure?: string;
}

export function ablateCommand(program: Command): void {
  const command = program.command('ablate').argument('<experiment>', 'experiment file');
  withLauncher(withPrintConfig(withSelection(command)))
    .option(
      '--dry-run',
      'list the cells and their state, and estimate time and memory from a few measured steps; saves no results',
    )
    .option('--no-measure', 'with --dry-run: only list the cells, measure nothing')
    .option(
      '--on-failure <what>',
      'when a cell fails: continue, stop, or retry=N (up to N times, after the other cells)',
      'continue',
    )
    .option('--until <what>', 'decided: add seeds until every question and claim is decided by an anytime-valid test')
    .option('--at-most <number>', 'with --until decided: seeds of a variant at which it ends (default: 40)')
    .option('--add <number>', 'with --until decided: seeds that are added at a time (default: 2)')
    .option('--markdown', 'print the tables in Markdown')
    .option(
      '--strict',
      'fail if a map is fitted on what is scored, or if the rows of a table differ in more than the studied factor',
    )
    .action(ablate);
}

async function ablate(file: string, options: AblateOptions): Promise<void> {
  const onFailure = parseOnFailure(options.onFailure);
  const limits = seedLimitsOf(options);
  const backend = await selectBackend();
  const experiment = openExperiment(file, options);
  const { profile, notice } = chooseProfile(experiment.definition, options.profile, backend);
  const selection = { ...selectionOf(options), profile };
  if (options.printConfig) {
    if (notice) console.error(notice);
    const cells = cellsOf(experiment.definition, selection);
    return console.log(await printedConfig(experiment, cells, selection, options.printConfig));
  }
  if (notice) console.log(notice);
  sayUnanswerable(experiment, profile);
  const report = (records: readonly RunRecord[], seeds?: SeedsRule) =>
    printReport(
      { title: experiment.definition.name, records, gaps: [], experiment, ...(seeds && { seeds }) },
      experiment,
      options,
    );
  if (limits !== undefined && !options.dryRun) {
    const launcher = (cells: number) => launcherOf(options, experiment.registry, cells);
    const check = (plan: SweepPlan, each: Launcher) => checkPlan(plan, each, options);
    return report(
      await finishUntilDecided({ experiment, selection, limits, onFailure, launcher, check }),
      'until-decided',
    );
  }
  const planned = () => planSweep(experiment, selection);
  const plan = await planned();
  const launcher = launcherOf(options, experiment.registry, plan.cells.length);
  await checkPlan(plan, launcher, options);
  printPlan(plan, options.dryRun ?? false);
  if (options.dryRun) for (const line of await featureCounts(plan)) console.log(line);
  if (options.dryRun) return options.measure ? measure(plan, launcher, options) : undefined;
  const decided = await finishTrials(plan, planned, launcher, onFailure);
  report(await finishSweep(decided, launcher, onFailure));
}

async function checkPlan(plan: SweepPlan, launcher: Launcher, options: AblateOptions): Promise<void> {
  refuseUndivided(plan, launcher);
  await tryOwnParts(plan);
  if (options.strict) refuseFittedOnScored(plan);
}

function printReport(source: ReportSource, { store }: OpenedExperiment, options: AblateOptions): void {
  const report = makeReport(source);
  if (options.strict) refuseUnfair(report);
  console.log(sweepText(report, store.folder, reportFormat(options.markdown ? 'markdown' : 'terminal')));
}

/** Time and memory of the unfinished cells, estimated from real steps on this machine. */
async function measure(plan: SweepPlan, launcher: Launcher, options: LauncherOptions): Promise<void> {
  const { registry } = plan.experiment;
  const unfinished = [...plan.trials, ...plan.cells].filter(({ record }) => record === undefined).length;
  if (unfinished === 0) return;
  const left = cellsToTrain(plan).length;
  if (left === 0) return console.log('nothing to train: only evaluations are left');
  const { processes, workerLimit } = options;
  const parameters = Math.max(...plan.cells.map((cell) => cell.parameters.total));
  const { workers, notes } = measuredHere(launcher, options.launcher, parameters);
  const given = {
    ...(processes && { processes }),
    ...(workers > 1 && { workers: String(workers), ...(workerLimit && { workerLimit }) }),
  };
  const atOnce = cellsAtOnce(processes, plan.cells.length, workers);
  const here = launcherOf({ launcher: 'local', ...given }, registry, plan.cells.length);
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan, signal);
    console.log('\ntraining a few steps of each kind of cell …');
    printEstimate(await measureCells(plan, here, atOnce, signal), atOnce, workers);
    for (const note of notes) console.log(`note: ${note}`);
    const idle = unfinished - left;
    if (idle > 0)
      console.log(`${idle} more ${idle === 1 ? 'cell trains' : 'cells train'} nothing, only evaluations are left`);
  } finally {
    release();
  }
}
