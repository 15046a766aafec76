import type { Launcher, Spec } from '@alignclip/core';
import { selectBackend } from '@alignclip/backend';
import {
  loadExperiment,
  measureCells,
  planSweep,
  Registry,
  runFolder,
  runSweep,
  RunStore,
  type FailurePolicy,
  type SweepPlan,
} from '@alignclip/experiment';
import { local } from '@alignclip/launchers';
import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { chooseProfile } from '../choose-profile';
import { interruptSignal } from '../interrupt-signal';
import { prepareData } from '../prepare-data';
import { printEstimate } from '../print-estimate';
import { printPlan } from '../print-plan';
import { printReport } from '../print-report';
import { sweepProgress } from '../progress/sweep-progress';
import { wholeNumber } from '../whole-number';
import { parseOnFailure } from './on-failure';
import { selectionOf, withSelection, type SelectionOptions } from './selection-options';

interface AblateOptions extends SelectionOptions {
  readonly dryRun?: boolean;
  /** False for --no-measure. */
  readonly measure: boolean;
  readonly processes?: string;
  readonly markdown?: boolean;
  readonly strict?: boolean;
  readonly onFailure?: string;
}

export function ablateCommand(program: Command): void {
  withSelection(program.command('ablate').argument('<experiment>', 'experiment file'))
    .description('run every cell of an experiment that is not finished yet, then print its tables')
    .option(
      '--dry-run',
      'list the cells, what is cached, and time and memory from a few measured steps; write no result',
    )
    .option('--no-measure', 'a dry run that only lists')
    .option('--processes <number>', 'cells at once')
    .option('--on-failure <what>', 'continue with the other cells, stop them, or retry=N times at the end', 'continue')
    .option('--markdown', 'print the tables in Markdown')
    .option('--strict', 'refuse tables whose rows differ in more than what is studied')
    .action(ablate);
}

async function ablate(file: string, options: AblateOptions): Promise<void> {
  const atOnce =
    options.processes === undefined ? availableParallelism() : wholeNumber('--processes', options.processes, 1, 4096);
  const onFailure = parseOnFailure(options.onFailure);
  const launcher = new Registry().create<Launcher>(local({ processes: atOnce }) as Spec);
  const backend = await selectBackend();
  const experiment = loadExperiment(file);
  const { profile, notice } = chooseProfile(experiment.definition, options.profile, backend);
  if (notice) console.log(notice);
  const store = new RunStore(runFolder(options.runs, experiment.definition.name));
  const plan = await planSweep(experiment, { ...selectionOf(options), profile }, store);
  printPlan(plan, options.dryRun ?? false);
  if (options.dryRun) return options.measure ? measure(plan, launcher, atOnce) : undefined;
  const records = await finish(plan, store, launcher, onFailure);
  printReport(experiment.definition, records, store, options);
}

/** Time and memory of what is unfinished, from real steps of it. */
async function measure(plan: SweepPlan, launcher: Launcher, atOnce: number): Promise<void> {
  if (plan.cells.every(({ record }) => record)) return;
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan);
    console.log('\ntraining a few steps of each kind of cell …');
    printEstimate(await measureCells(plan, launcher, atOnce, signal), atOnce);
  } finally {
    release();
  }
}

async function finish(plan: SweepPlan, store: RunStore, launcher: Launcher, onFailure: FailurePolicy) {
  const { signal, release } = interruptSignal();
  try {
    await prepareData(plan);
    const progress = sweepProgress(plan);
    try {
      return await runSweep(plan, store, launcher, signal, (event) => progress.show(event), onFailure);
    } finally {
      progress.stop();
    }
  } finally {
    release();
  }
}
