import { selectBackend } from '@alignclip/backend';
import { measureCells, openExperiment, planSweep, type SweepPlan } from '@alignclip/experiment';
import { makeReport, refuseUnfair, reportFormat, sweepText } from '@alignclip/report';
import type { Command } from 'commander';
import { finishSweep, finishTrials } from '../sweep/finish-sweep';
import { interruptSignal } from '../sweep/finish-sweep';
import { chooseProfile, featureCounts, prepareData } from '../sweep/prepare-sweep';
import { printEstimate, printPlan, refuseFittedOnScored, sayUnanswerable } from '../sweep/print-plan';
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

interface AblateOptions extends SelectionOptions, LauncherOptions {
  readonly dryRun?: boolean;
  /** False for --no-measure. */
  readonly measure: boolean;
  readonly markdown?: boolean;
  readonly strict?: boolean;
  readonly onFailure?: string;
}

export function ablateCommand(program: Command): void {
  withLauncher(withSelection(program.command('ablate').argument('<experiment>', 'experiment file')))
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
    .option('--markdown', 'print the tables in Markdown')
    .option(
      '--strict',
      'fail if a map is fitted on what is scored, or if the rows of a table differ in more than the studied factor',
    )
    .action(ablate);
}

async function ablate(file: string, options: AblateOptions): Promise<void> {
  const onFailure = parseOnFailure(options.onFailure);
  const backend = await selectBackend();
  const experiment = openExperiment(file, options);
  const { profile, notice } = chooseProfile(experiment.definition, options.profile, backend);
  if (notice) console.log(notice);
  sayUnanswerable(experiment, profile);
  const planned = () => planSweep(experiment, { ...selectionOf(options), profile });
  const plan = await planned();
  const launcher = launcherOf(options, experiment.registry, plan.cells.length);
  if (options.strict) refuseFittedOnScored(plan);
  printPlan(plan, options.dryRun ?? false);
  if (options.dryRun) for (const line of await featureCounts(plan)) console.log(line);
  if (options.dryRun) return options.measure ? measure(plan, options) : undefined;
  const decided = await finishTrials(plan, planned, launcher, onFailure);
  const records = await finishSweep(decided, launcher, onFailure);
  const report = makeReport({ title: experiment.definition.name, records, gaps: [], experiment });
  if (options.strict) refuseUnfair(report);
  console.log(sweepText(report, experiment.store.folder, reportFormat(options.markdown ? 'markdown' : 'terminal')));
}

/** Time and memory of the unfinished cells, estimated from real steps on this machine. */
async function measure(plan: SweepPlan, { processes }: LauncherOptions): Promise<void> {
  const { registry } = plan.experiment;
  if ([...plan.trials, ...plan.cells].every(({ record }) => record)) return;
  const atOnce = cellsAtOnce(processes, plan.cells.length);
  const launcher = launcherOf({ launcher: 'local', ...(processes && { processes }) }, registry, plan.cells.length);
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan, signal);
    console.log('\ntraining a few steps of each kind of cell …');
    printEstimate(await measureCells(plan, launcher, atOnce, signal), atOnce);
  } finally {
    release();
  }
}
