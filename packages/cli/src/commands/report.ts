import { selectBackend } from '@alignclip/backend';
import type { Command } from 'commander';
import { join } from 'node:path';
import { openFile } from '../report/open-file';
import { makeReport, type ReportSource } from '../report/report';
import { formatNames, reportFormat } from '../report/report-format';
import { reportSources } from '../report/report-sources';
import { reportText } from '../report/report-text';
import { pageFolder, writePages } from '../report/write-pages';
import { fileNames, writeReport } from '../report/write-report';
import { withSelection, type SelectionOptions } from './selection-options';

interface ReportOptions extends SelectionOptions {
  readonly format?: string;
  readonly out?: string;
  readonly html?: boolean;
  readonly open?: boolean;
}

export function reportCommand(program: Command): void {
  withSelection(program.command('report').argument('<source>', 'experiment file, or a folder of records'))
    .description(
      'tables, figures, claims and answers from finished runs; names the cells that are missing or broken; trains nothing',
    )
    .option('--format <name>', `${formatNames.join(', ')}; terminal where left out`)
    .option(
      '--out <folder>',
      'write a file for each table, figures as SVG and PNG, and report.<extension> with all of it',
    )
    .option(
      '--html',
      'write the report page: one file with figures, spheres and images; beside the records, or into --out',
    )
    .option('--open', 'the same, and open it in the browser')
    .action(report);
}

async function report(path: string, options: ReportOptions): Promise<void> {
  const format = reportFormat(options.format ?? 'terminal');
  await selectBackend();
  const sources = await reportSources(path, options);
  const wantsPage = options.html === true || options.open === true;
  if (wantsPage) await showPages(path, sources, options);
  if (wantsPage && options.format === undefined) return;
  const reports = sources.map(makeReport);
  if (options.out === undefined) {
    console.log(reports.map((one) => reportText(one, format)).join('\n').trimEnd()); // prettier-ignore
    if (format.name === 'csv') for (const gap of reports.flatMap(({ gaps }) => gaps)) console.error(gap);
    return;
  }
  const folders = fileNames(reports.map(({ title }) => title));
  for (const [i, one] of reports.entries()) {
    const folder = reports.length === 1 ? options.out : join(options.out, folders[i]!);
    const paths = await writeReport(one, [format], folder);
    console.log(`${one.title}: ${paths.length} files in ${folder}`);
    for (const gap of one.gaps) console.log(`  ${gap}`);
  }
}

async function showPages(path: string, sources: readonly ReportSource[], options: ReportOptions): Promise<void> {
  const pages = await writePages(sources, options.out ?? pageFolder(path, options.runs, sources));
  for (const page of options.open ? pages : []) {
    if (!(await openFile(page)))
      console.log(`There is no program here that opens it (xdg-open): open ${page} in a browser`);
  }
}
