import { selectBackend } from '@alignclip/backend';
import { folderOf, planSweep, Registry, runFolder, RunStore, type LoadedExperiment } from '@alignclip/experiment';
import type { Command } from 'commander';
import { join } from 'node:path';
import { chooseData } from '../choose-data';
import { finishSweep } from '../finish-sweep';
import { paperExperiments } from '../paper-experiments';
import { printPlan } from '../print-plan';
import { verdictCounts } from '../report/claim-blocks';
import { makeReport } from '../report/report';
import { reportFormat } from '../report/report-format';
import { joinedReport } from '../report/joined-report';
import { writePageOf, type SourcedReport } from '../report/write-pages';
import { writeReport } from '../report/write-report';
import { launcherOf, withLauncher, type LauncherOptions } from './launcher-options';
import { parseOnFailure } from './on-failure';

interface ReproduceOptions extends LauncherOptions {
  readonly profile?: string;
  readonly data: string;
  readonly folders?: string;
  readonly runs: string;
  readonly out?: string;
  readonly onFailure?: string;
}

export function reproduceCommand(program: Command): void {
  withLauncher(program.command('reproduce').argument('<what...>', 'table-1, figure-4, … or all; see experiments/paper'))
    .description(
      'train and evaluate what tables and figures of the paper need, and write them, with a page of each and of all; goes on where it stopped',
    )
    .option('--profile <name>', 'size: smoke, quick or full')
    .option('--data <which>', 'embedded, or paper: the data sets that the file of --folders names', 'embedded')
    .option('--folders <file>', 'JSON file that says where real data lie, for example {"sts": "data/sts"}')
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option(
      '--out <folder>',
      'where tables, figures and pages are written; a folder for each; default <runs>/paper-report',
    )
    .option('--on-failure <what>', 'continue with the other cells, stop them, or retry=N times at the end', 'continue')
    .action(reproduce);
}

async function reproduce(what: readonly string[], options: ReproduceOptions): Promise<void> {
  chooseData(options);
  await selectBackend();
  const out = options.out ?? join(options.runs, 'paper-report');
  const made: SourcedReport[] = [];
  for (const experiment of paperExperiments(what)) {
    const source = await finished(experiment, options);
    const report = makeReport(source);
    const folder = join(out, experiment.definition.name);
    await writeReport(report, ['latex', 'csv', 'markdown'].map(reportFormat), folder);
    console.log(
      `${report.title}: ${counted(report.tables, 'table')}, ${counted(report.figures, 'figure')} in ${folder}`,
    );
    await writePageOf({ report, source }, join(folder, 'page.html'));
    made.push({ report, source });
  }
  if (made.length > 1) await writePageOf(joinedReport('Mitigate the Gap', made), join(out, 'page.html'));
  const claims = made.flatMap(({ report }) => report.claims);
  console.log(`\n${counted(claims, 'claim')}: ${verdictCounts(claims)}`);
}

const counted = (items: readonly unknown[], name: string): string =>
  `${items.length} ${name}${items.length === 1 ? '' : 's'}`;

async function finished(experiment: LoadedExperiment, options: ReproduceOptions) {
  const { definition } = experiment;
  const onFailure = parseOnFailure(options.onFailure);
  const store = new RunStore(runFolder(options.runs, folderOf(definition)));
  const plan = await planSweep(experiment, { profile: options.profile }, store);
  printPlan(plan, false);
  const launcher = launcherOf(options, new Registry(definition.components), plan.cells.length);
  const records = await finishSweep(plan, store, launcher, onFailure);
  return { title: `${definition.name}, profile ${plan.profile}`, records, gaps: [], definition };
}
