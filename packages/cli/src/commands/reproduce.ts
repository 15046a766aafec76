import { selectBackend } from '@alignclip/backend';
import { folderOf, planSweep, runFolder, withStore, type LoadedExperiment } from '@alignclip/experiment';
import {
  joinedReport,
  makeReport,
  reportFormat,
  verdictCounts,
  writePage,
  writeReport,
  type Report,
} from '@alignclip/report';
import { counted } from '@alignclip/core';
import type { Command } from 'commander';
import { join } from 'node:path';
import { chooseData } from '../sweep/choose-data';
import { finishSweep, finishTrials } from '../sweep/finish-sweep';
import { paperExperiments } from '../sweep/paper-experiments';
import { printPlan, refuseUndivided, sayUnanswerable } from '../sweep/print-plan';
import { launcherOf, type LauncherOptions, parseOnFailure, withLauncher } from '../options/sweep-options';

interface ReproduceOptions extends LauncherOptions {
  readonly profile?: string;
  readonly data: string;
  readonly folders?: string;
  readonly towers?: string;
  readonly runs: string;
  readonly out?: string;
  readonly onFailure?: string;
}

export function reproduceCommand(program: Command): void {
  withLauncher(
    program.command('reproduce').argument('<what...>', 'table-1, figure-4, …, or all (see experiments/paper)'),
  )
    .option('--profile <name>', 'profile: smoke, quick or full')
    .option('--data <which>', 'embedded, or paper for the data sets in the file of --folders', 'embedded')
    .option('--folders <file>', 'JSON file with the folders of the real data sets, for example {"sts": "data/sts"}')
    .option(
      '--towers <kind>',
      'scratch (default): small towers, trained whole; pretrained: heads on frozen pretrained encoders',
    )
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option(
      '--out <folder>',
      'where tables, figures and pages are written, one folder each (default: <runs>/paper-report)',
    )
    .option(
      '--on-failure <what>',
      'when a cell fails: continue, stop, or retry=N (up to N times, after the other cells)',
      'continue',
    )
    .action(reproduce);
}

async function reproduce(what: readonly string[], options: ReproduceOptions): Promise<void> {
  chooseData(options);
  await selectBackend();
  const out = options.out ?? join(options.runs, 'paper-report');
  const say = (line: string) => console.log(line);
  const reports: Report[] = [];
  for (const experiment of paperExperiments(what)) {
    const report = makeReport(await finished(experiment, options));
    const folder = join(out, experiment.definition.name);
    await writeReport(report, ['latex', 'csv', 'markdown'].map(reportFormat), folder);
    const { title, tables, figures } = report;
    say(`${title}: ${counted(tables.length, 'table')}, ${counted(figures.length, 'figure')} in ${folder}`);
    await writePage(report, join(folder, 'page.html'), say);
    reports.push(report);
  }
  if (reports.length > 1) await writePage(joinedReport('Mitigate the Gap', reports), join(out, 'page.html'), say);
  const claims = reports.flatMap((report) => report.claims);
  console.log(`\n${counted(claims.length, 'claim')}: ${verdictCounts(claims)}`);
}

async function finished(experiment: LoadedExperiment, options: ReproduceOptions) {
  const { definition, registry } = experiment;
  const onFailure = parseOnFailure(options.onFailure);
  const opened = withStore(experiment, runFolder(options.runs, folderOf(definition)));
  sayUnanswerable(experiment, options.profile);
  const planned = () => planSweep(opened, { profile: options.profile });
  const plan = await planned();
  const launcher = launcherOf(options, registry, plan.cells.length);
  refuseUndivided(plan, launcher);
  printPlan(plan, false);
  const decided = await finishTrials(plan, planned, launcher, onFailure);
  const records = await finishSweep(decided, launcher, onFailure);
  return { title: `${definition.name}, profile ${plan.profile}`, records, gaps: [], experiment };
}
