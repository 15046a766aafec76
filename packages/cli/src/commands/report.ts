import { selectBackend } from '@alignclip/backend';
import { Option, type Command } from 'commander';
import { join } from 'node:path';
import { makeReport } from '../report/report';
import { formatNames, reportFormat } from '../report/report-format';
import { reportSources } from '../report/report-sources';
import { reportText } from '../report/report-text';
import { fileNames, writeReport } from '../report/write-report';
import { withSelection, type SelectionOptions } from './selection-options';

interface ReportOptions extends SelectionOptions {
  readonly format: string;
  readonly out?: string;
}

export function reportCommand(program: Command): void {
  withSelection(program.command('report').argument('<source>', 'experiment file, or a folder of records'))
    .description(
      'tables, figures, claims and answers from finished runs; names the cells that are missing or broken; trains nothing',
    )
    .addOption(new Option('--format <name>', formatNames.join(', ')).default('terminal'))
    .option(
      '--out <folder>',
      'write a file for each table, figures as SVG and PNG, and report.<extension> with all of it',
    )
    .action(report);
}

async function report(path: string, options: ReportOptions): Promise<void> {
  const format = reportFormat(options.format);
  await selectBackend();
  const reports = (await reportSources(path, options)).map(makeReport);
  if (options.out === undefined) {
    console.log(reports.map((one) => reportText(one, format)).join('\n').trimEnd()); // prettier-ignore
    if (format.name === 'csv') for (const gap of reports.flatMap(({ gaps }) => gaps)) console.error(gap);
    return;
  }
  const folders = fileNames(reports.map(({ title }) => title));
  for (const [i, one] of reports.entries()) {
    const folder = reports.length === 1 ? options.out : join(options.out, folders[i]!);
    const paths = await writeReport(one, format, folder);
    console.log(`${one.title}: ${paths.length} files in ${folder}`);
    for (const gap of one.gaps) console.log(`  ${gap}`);
  }
}
