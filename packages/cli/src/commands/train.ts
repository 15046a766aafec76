import { joinCluster, selectBackend } from '@alignclip/backend';
import { alone, clusterOfTfConfig, type Peers, type RunRecord, UserError } from '@alignclip/core';
import {
  cellName,
  cellsOf,
  chosenCell,
  CodeFingerprint,
  compose,
  openExperiment,
  planSweep,
  runCell,
  type Cell,
  type LoadedExperiment,
  type OpenedExperiment,
} from '@alignclip/experiment';
import type { Command } from 'commander';
import { finishSweep, interruptSignal } from '../sweep/finish-sweep';
import { onlyOne, printedConfig, type PrintOptions, withPrintConfig } from '../sweep/print-config';
import { refuseUndivided } from '../sweep/print-plan';
import { profileLines } from '../profile/profile-training';
import { profileTraining } from '../profile/profile-training';
import { stepProgress } from '../progress/progress';
import { wholeNumber } from '../options/whole-number';
import { launcherOf, selectionOf, withSelection, type SelectionOptions } from '../options/sweep-options';
import { withWorkers, workersOf, type WorkerOptions } from '../options/worker-options';

interface TrainOptions extends Omit<SelectionOptions, 'profile'>, WorkerOptions, PrintOptions {
  /** True for --profile without a name, which means --timings. */
  readonly profile?: string | true;
  readonly timings?: string | true;
  readonly fold?: string;
}

const profiledSteps = '20';

export function trainCommand(program: Command): void {
  const command = program.command('train').argument('<experiment>', 'experiment file');
  withPrintConfig(withWorkers(withSelection(command, '[name]')))
    .option('--fold <number>', 'the fold of the data, where the experiment has folds')
    .option('--resume', 'accepted for compatibility; training always resumes')
    .option('--timings [n]', `profile N steps (default ${profiledSteps}); nothing is saved`)
    .action(train);
}

async function train(file: string, { profile: name, timings, ...others }: TrainOptions): Promise<void> {
  const options = { ...others, ...(typeof name === 'string' && { profile: name }) };
  const asked = timings ?? (name === true || undefined);
  const steps =
    asked === undefined ? undefined : wholeNumber('--timings', asked === true ? profiledSteps : asked, 1, 100_000);
  const { count, limit } = workersOf(others);
  if (steps !== undefined && count > 1) throw new UserError('--timings: measures one process; leave --workers out');
  if (others.printConfig) return printConfig(file, options);
  const peers = isMember(count) ? await joinCluster(clusterOfTfConfig(process.env['TF_CONFIG'], count), limit) : alone;
  await selectBackend();
  const experiment = openExperiment(file, options);
  const open = onlyCell(experiment, options);
  if (steps !== undefined) return showProfile(experiment, open, steps);
  const cell = await chosenCell(experiment, open, selectionOf(options));
  if (count > peers.size) return withLocalWorkers(experiment, cell, options);
  await finish(experiment, cell, options, peers);
}

async function printConfig(file: string, options: SelectionOptions & TrainOptions): Promise<void> {
  await selectBackend();
  const experiment = openExperiment(file, options);
  const cell = onlyCell(experiment, options);
  console.log(await printedConfig(experiment, [cell], selectionOf(options), options.printConfig!));
}

/** Whether this process is one worker of a cluster that TF_CONFIG describes; otherwise it starts all on this machine. */
const isMember = (workers: number): boolean => workers > 1 && Boolean(process.env['TF_CONFIG']);

/** Trains the cell in several processes of this machine. */
async function withLocalWorkers(
  experiment: OpenedExperiment,
  { fold }: Cell,
  options: SelectionOptions & WorkerOptions,
): Promise<void> {
  const all = await planSweep(experiment, selectionOf(options));
  const plan = { ...all, cells: all.cells.filter((cell) => cell.fold === fold) };
  const launcher = launcherOf({ ...options, launcher: 'local', processes: '1' }, experiment.registry, 1);
  refuseUndivided(plan, launcher);
  const [record] = await finishSweep(plan, launcher, { stop: true, retries: 0 });
  printRecord(experiment, record!);
}

function onlyCell({ definition }: LoadedExperiment, options: SelectionOptions & Pick<TrainOptions, 'fold'>): Cell {
  const wanted = options.fold === undefined ? undefined : wholeNumber('--fold', options.fold, 0, 9);
  const cells = cellsOf(definition, selectionOf(options)).filter(({ fold }) => wanted === undefined || fold === wanted);
  return onlyOne(cells, 'train runs');
}

async function showProfile(experiment: LoadedExperiment, cell: Cell, steps: number): Promise<void> {
  const { definition, registry, file } = experiment;
  const { ofFeatures: codeOf } = new CodeFingerprint(experiment);
  const run = compose({ ...cell, registry, modules: definition.modules, file, codeOf });
  for (const line of profileLines(await profileTraining(run, steps))) console.log(line);
}

async function finish(
  experiment: OpenedExperiment,
  cell: Cell,
  options: SelectionOptions,
  peers: Peers,
): Promise<void> {
  const { signal, release } = interruptSignal();
  const progress = stepProgress(cellName(cell));
  try {
    const record = await runCell(experiment, cell, options.profile ?? 'quick', {
      signal,
      onStep: (step) => progress.show(step),
      ...(peers.size > 1 && { peers }),
    });
    progress.stop();
    if (record) printRecord(experiment, record);
  } finally {
    progress.stop();
    release();
  }
}

function printRecord({ store }: OpenedExperiment, record: RunRecord): void {
  const { scores, undefinedScores = {} } = record;
  for (const [key, value] of Object.entries(scores)) console.log(`${key.padEnd(48)} ${value.toFixed(4)}`);
  for (const [key, why] of Object.entries(undefinedScores)) console.log(`${key.padEnd(48)} undefined: ${why}`);
  console.log(store.recordPath(record.variant, record.seed, record.key));
}
